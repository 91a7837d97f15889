import { schemeById, schemeOfPurlType } from '../versions/index.ts'
import type { SchemeId } from '../versions/index.ts'
import type { Component, Cpe, Purl, VersionOrder } from '../model/index.ts'
import { statedVersion } from './written-name.ts'

/** Letters, digits and what joins them; anything else (`[1.0,2.0)`, `>=2.10`, `1.0 or 2.0`, a placeholder) is no single version. */
const singleForm = /^(?:\d+!)?[a-z0-9][a-z0-9._+~^:-]*$/i
/** `2.x` stands for many versions, `2.unknown` for none that is known. */
const openForm = /(?:^|[._-])(?:x|unknown)(?:[._-]|$)/i
/** A list of versions: `1.0.2,v3.0`. */
const listForm = /\d,\s*v?\d+\./
const wordedForm = /^v(?:er(?:sion)?)?[._-]*\d/i
/** Their tools would order `v2.14` by its letter, before or after every number. */
const schemesWithoutV: ReadonlySet<SchemeId> = new Set(['apk', 'deb', 'maven', 'rpm'])
/** What a Go build writes for a module that it replaced by a local folder. */
const goPlaceholder = /^v?0\.0\.0-00010101000000-0{12}$/
/** Everything PEP 440 does not allow sorts below this, whatever its numbers say: `8.3.0-ubuntu1` too. */
const leastPep440 = schemeById('pep440').sortKey('0.dev0')

/**
 * A component's version in the order of a scheme. Schemes order any text in some way; a text that is not one version as the scheme's
 * registry writes it has no key here, so that it is in doubt and not outside every range.
 */
export function orderIn(scheme: SchemeId, version: string | undefined): VersionOrder {
  const text = version?.trim() ?? ''
  const key = isSingle(scheme, text) ? schemeById(scheme).sortKey(text) : undefined
  const isLegacy = scheme === 'pep440' && key && leastPep440 && Buffer.compare(key.bytes, leastPep440.bytes) < 0
  return key === undefined || isLegacy === true
    ? { scheme, shape: '' }
    : { scheme, shape: key.shape, versionKey: key.bytes }
}

function isSingle(scheme: SchemeId, text: string): boolean {
  if (scheme === 'natural') return !listForm.test(text)
  if (!singleForm.test(text) || openForm.test(text) || goPlaceholder.test(text)) return false
  return !(schemesWithoutV.has(scheme) && wordedForm.test(text.replace(/^\d+:/, '')))
}

/** The scheme and text a component's own version is compared by: those of its first purl, else `natural`. */
export function ownVersion(
  component: Component,
  purls: readonly Purl[],
  cpes: readonly Cpe[],
): { scheme: SchemeId; version: string | undefined } {
  const [purl] = purls
  if (purl === undefined) return { scheme: 'natural', version: statedVersion(component, cpes) }
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
