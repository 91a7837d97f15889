import type { Purl } from './purl.ts'

/** The source package that a distribution built a binary package from. Its version may differ from the binary's. */
export interface SourcePackage {
  readonly name: string
  readonly version?: string
}

/**
 * The source packages of a distribution package, from the qualifiers that tools write (`upstream`, `source`, `sourcerpm`) and from
 * `stated`, what the SBOM says elsewhere: `openssl`, `openssl@1.1.1n`, `openssl (1.1.1n)` or `openssl-1.1.1k-9.el8.src.rpm`.
 */
export function sourcesOfPurl(purl: Purl, stated: readonly string[] = []): SourcePackage[] {
  const written = ['upstream', 'source', 'sourcerpm', 'source_rpm'].flatMap((key) =>
    (purl.qualifiers.get(key) ?? '').split(','),
  )
  const sources = new Map<string, SourcePackage>()
  for (const text of [...written, ...stated]) {
    const source = parseSourcePackage(text.trim())
    const known = sources.get(source?.name ?? '')
    if (source !== undefined && known?.version === undefined) sources.set(source.name, source)
  }
  return [...sources.values()]
}

function parseSourcePackage(text: string): SourcePackage | undefined {
  const rpm = /^(.+)-([^-]+-[^-]+)\.(?:no)?src\.rpm$/.exec(text)
  if (rpm?.[1] !== undefined && rpm[2] !== undefined) return { name: rpm[1], version: rpm[2] }
  const [, name = '', version = ''] = /^([^\s@(]+)(?:[\s@(]+([^\s)]+)\)?)?$/.exec(text) ?? []
  if (name === '' || /^\(none\)$/i.test(text)) return undefined
  return version === '' ? { name } : { name, version }
}
