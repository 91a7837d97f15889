import type { Need } from '../findings/index.ts'
import type { Settlement } from '../model/index.ts'
import { namesOfModelVersions } from '../store/index.ts'
import type { FleetFilter, Transaction } from '../store/index.ts'
import type { Judgement } from './judgement.ts'
import type { EvidenceByPlace } from './whys.ts'

/** Places of the targets whose evidence tells which component leaves the doubt. */
export function placesInDoubt({ targets }: Judgement, needs: readonly Need[]): number[] {
  const doubtful = new Set(
    needs.flatMap(({ modelVersionId, isOfComponent }) => (isOfComponent ? (modelVersionId ?? []) : [])),
  )
  if (doubtful.size === 0) return []
  return targets.flatMap(({ judgedAs, modelVersionId }, place) =>
    doubtful.has(judgedAs ?? modelVersionId) ? [place] : [],
  )
}

interface Doubts {
  readonly judgement: Judgement
  readonly needs: readonly Need[]
  /** Of `placesInDoubt`, and perhaps of others. */
  readonly evidence: EvidenceByPlace
}

/** What would settle the unknown devices, by the names of their model versions. */
export async function settlementsOf(
  trx: Transaction,
  fleet: FleetFilter,
  { judgement, needs, evidence }: Doubts,
): Promise<Settlement[]> {
  const ids = needs.flatMap(({ modelVersionId }) => modelVersionId ?? [])
  const names = await namesOfModelVersions(trx, fleet, [...new Set(ids)])
  const components = doubtfulComponents(judgement, evidence)
  return needs.map(({ need, devices, modelVersionId = 0, isOfComponent }) => {
    const name = names.get(modelVersionId)
    const component = isOfComponent ? components.get(modelVersionId) : undefined
    return {
      need,
      devices,
      ...(name === undefined ? {} : { maker: name.maker, model: name.model }),
      ...(name === undefined || name.version === null || need === 'version' ? {} : { version: name.version }),
      ...(component === undefined ? {} : { component }),
    }
  })
}

/** A component that leaves the doubt about each model version of which there is evidence. */
function doubtfulComponents({ targets }: Judgement, evidence: EvidenceByPlace): ReadonlyMap<number, string> {
  const names = new Map<number, string>()
  for (const place of [...evidence.keys()].toSorted((a, b) => a - b)) {
    const modelVersionId = targets[place]?.judgedAs ?? targets[place]?.modelVersionId ?? 0
    const doubtful = evidence.get(place)?.find(({ truth }) => truth === 1)
    if (doubtful === undefined || names.has(modelVersionId)) continue
    const { name, version } = doubtful.component
    names.set(modelVersionId, version === null ? name : `${name} ${version}`)
  }
  return names
}
