import { scan } from '../../src/flows/index.ts'
import type { Finding } from '../../src/flows/index.ts'
import type { Store } from '../../src/store/index.ts'
import type { Judged } from './accuracy-set.ts'

/** A component that is known by one identifier alone: a neutral name cannot help to find it. */
export interface Part {
  readonly version?: string
  readonly purl?: string
  readonly cpe?: string
}

/** What the feeds say of each part, by the identifiers of the flaw: `scan` as people use it, on an SBOM of these parts. */
export async function scanParts(
  store: Store,
  parts: readonly Part[],
): Promise<readonly ReadonlyMap<string, Finding>[]> {
  const components = parts.map(({ version, purl, cpe }, place) => ({
    'bom-ref': String(place),
    type: 'library',
    name: `part-${place}`,
    version,
    purl,
    cpe,
  }))
  const document = { bomFormat: 'CycloneDX', specVersion: '1.6', version: 1, components }
  const scanned = await scan(store, { bytes: Buffer.from(JSON.stringify(document)) })
  if (scanned.is !== 'scanned')
    throw new Error(`the parts could not be scanned: ${scanned.is === 'refused' ? scanned.because : scanned.is}`)
  const byPart = parts.map(() => new Map<string, Finding>())
  for (const finding of scanned.findings) {
    for (const id of [finding.vulnerability, ...finding.aliases])
      byPart[Number(finding.component.ref)]?.set(id, finding)
  }
  return byPart
}

/** How a finding counts. */
export function foundOf(finding: Finding | undefined): Pick<Judged, 'found' | 'because'> {
  if (finding === undefined) return { found: 'absent' }
  const { verdict, evidence } = finding
  const because = [evidence.advisory, evidence.range, evidence.doubt].filter((text) => text !== undefined).join(', ')
  if (verdict === 'notAffected') return { found: 'absent', because }
  return { found: verdict === 'affected' ? 'affected' : 'possible', because }
}

/** The year an identifier carries. */
export function yearOf(...ids: readonly string[]): string {
  for (const id of ids) {
    const [, year] = /^(?:CVE|EUVD|GO|RUSTSEC|PYSEC)-((?:19|20)\d\d)-/.exec(id) ?? []
    if (year !== undefined) return year
  }
  return '?'
}
