/**
 * Where software is looked up: `maven/org.apache.logging.log4j/log4j-core`, `npm/@scope/name`, `deb/debian:12/openssl` (source package),
 * `cpe/a/apache/log4j`, `name/log4j`. Two texts for the same package give the same key.
 */
export type PackageKey = string & { readonly __brand: 'PackageKey' }
