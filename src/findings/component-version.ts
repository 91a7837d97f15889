import { schemeById, schemeOfPurlType } from '../versions/index.ts'
import type { SchemeId } from '../versions/index.ts'
import type { Component, Purl } from '../model/index.ts'

/** A version in the order of a scheme; `versionKey` is absent when the version is not known or is none of the scheme. */
export interface Order {
  readonly scheme: string
  readonly shape: string
  readonly versionKey?: Uint8Array
}

export function orderIn(scheme: SchemeId, version: string | undefined): Order {
  const key = version === undefined ? undefined : schemeById(scheme).sortKey(version)
  return key === undefined ? { scheme, shape: '' } : { scheme, shape: key.shape, versionKey: key.bytes }
}

/** The scheme and text a component's own version is compared by: those of its first purl, else `natural`. */
export function ownVersion(
  component: Component,
  purls: readonly Purl[],
): { scheme: SchemeId; version: string | undefined } {
  const [purl] = purls
  if (purl === undefined) return { scheme: 'natural', version: component.version }
  return { scheme: orderOfPurl(purl), version: versionOfPurl(purl, component) }
}

/** The scheme of a purl's versions; `natural` where its registry's own order is not held, and no feed gives ranges for it either. */
export function orderOfPurl(purl: Purl): SchemeId {
  return schemeOfPurlType(purl.type) ?? 'natural'
}

/** The version a purl states (with rpm's epoch, which is a qualifier), else the component's own. */
export function versionOfPurl(purl: Purl, component: Component): string | undefined {
  const version = purl.version ?? component.version
  const epoch = purl.qualifiers.get('epoch')
  const lacksEpoch =
    purl.type === 'rpm' && epoch !== undefined && /^\d+$/.test(epoch) && version !== undefined && !/^\d+:/.test(version)
  return lacksEpoch ? `${epoch}:${version}` : version
}

/** `1:2.4.47-2+b1` → `2.4.47`: what upstream calls the version of a distribution package. */
export function upstreamVersion(version: string): string {
  return version
    .replace(/^\d+:/, '')
    .replace(/-(?:r\d+|[^-]*)$/, '')
    .replace(/[+~](?:dfsg|ds|repack).*$/, '')
}
