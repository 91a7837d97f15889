import { indexComponent, layersOf } from '../findings/index.ts'
import { isWhollyComplete } from '../model/index.ts'
import type { Component, CorrectedAs, Problem, Sbom } from '../model/index.ts'
import { readSbom } from '../sbom/index.ts'
import type { ListHints } from '../sbom/index.ts'
import { correctorOf } from './correcting.ts'
import type { CorrectedComponent } from './correcting.ts'
import { withPdf } from './read-pdf.ts'
import { hasAdvisories, inScratch, inSnapshot, scanComponents } from '../store/index.ts'
import type { Organisation, ScanFinding, Store } from '../store/index.ts'

/** A component of a scanned file that a flaw reaches or may reach, or that a configuration excludes. */
export interface Finding {
  readonly vulnerability: string
  readonly aliases: readonly string[]
  readonly component: Pick<Component, 'ref' | 'name' | 'version' | 'group'>
  readonly tier: number
  readonly verdict: 'affected' | 'unknown' | 'notAffected'
  readonly evidence: {
    readonly advisory: string
    readonly range: string
    readonly doubt?: string
    readonly problem?: string
  }
}

/** A component of which corrections say something else than what is written; what they say was matched. */
export interface ScannedCorrected extends CorrectedAs {
  /** As written. */
  readonly component: Finding['component']
}

export type Scanned =
  | {
      readonly is: 'scanned'
      readonly sbom: Sbom
      readonly sha256: string
      readonly findings: readonly Finding[]
      readonly corrected: readonly ScannedCorrected[]
    }
  | { readonly is: 'refused'; readonly because: string; readonly problems: readonly Problem[] }
  | { readonly is: 'noFeeds'; readonly sbom: Sbom; readonly sha256: string }

export interface ScanOptions {
  readonly bytes: Uint8Array
  /** What the columns of a component list are. */
  readonly hints?: ListHints
  /** Whose corrections count; absent: nobody's. */
  readonly organisation?: Organisation
}

/** Matches a file with the loaded feeds and stores nothing. Parts that are not deployed, or not on the device by a correction, are not matched. */
export async function scan(store: Store, { bytes, hints, organisation }: ScanOptions): Promise<Scanned> {
  const given = await withPdf({ bytes, ...(hints === undefined ? {} : { hints }) })
  if ('is' in given) return given
  const reading = readSbom(bytes, given.hints === undefined ? {} : { hints: given.hints })
  if (reading.is === 'notRead') return { is: 'refused', because: reading.because, problems: reading.problems }
  const { sbom, sha256 } = reading
  const correct =
    organisation === undefined
      ? undefined
      : await inSnapshot(store, organisation.organisationId, async (trx) => correctorOf(trx, []))
  const written = sbom.components.filter((component) => component.deployed)
  const judged = written.map((component) => ({ component, said: correct?.(component) }))
  const corrected = judged.flatMap(({ component, said }) => (said === undefined ? [] : [toCorrected(component, said)]))
  const deployed = judged.flatMap(({ component, said }) => (said === undefined ? component : (said.component ?? [])))
  const indexed = deployed.map(indexComponent)
  const found = await inScratch(store, async (trx) =>
    (await hasAdvisories(trx))
      ? scanComponents(trx, indexed, { complete: isWhollyComplete(sbom), ...layersOf(sbom) })
      : undefined,
  )
  if (found === undefined) return { is: 'noFeeds', sbom, sha256 }
  const placesOf = Map.groupBy(deployed, (_, place) => indexed[place]?.identity)
  const findings = found.flatMap((finding) =>
    (placesOf.get(indexed[finding.component]?.identity) ?? []).map((component) => toFinding(finding, component)),
  )
  return { is: 'scanned', sbom, sha256, findings, corrected }
}

function toCorrected(component: Component, { component: _judged, ...said }: CorrectedComponent): ScannedCorrected {
  return { component: namesOf(component), ...said }
}

function namesOf({ ref, name, version, group }: Component): Finding['component'] {
  return { ref, name, ...(version === undefined ? {} : { version }), ...(group === undefined ? {} : { group }) }
}

function toFinding(found: ScanFinding, component: Component): Finding {
  return {
    vulnerability: found.vulnerability,
    aliases: found.aliases,
    component: namesOf(component),
    tier: found.tier,
    verdict: found.truth === 2 ? 'affected' : found.truth === 1 ? 'unknown' : 'notAffected',
    evidence: {
      advisory: `${found.feed} ${found.advisory}`,
      range: found.range,
      ...(found.doubt === null ? {} : { doubt: found.doubt }),
      ...(found.problem === null ? {} : { problem: found.problem }),
    },
  }
}
