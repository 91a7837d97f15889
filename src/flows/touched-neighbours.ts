import { isOfUdi, neighboursUnder } from '../inventory/index.ts'
import type { AnchorWords, OrganisationId } from '../model/index.ts'
import { anchorsOf, readKeys } from '../store/index.ts'
import type { Transaction } from '../store/index.ts'

/** What a pass has to put together again. */
export interface Touched {
  /** Sightings, some at a time: each part is made of whole neighbourhoods. */
  readonly parts: readonly (readonly string[])[]
  /** Devices that stood among them until now. */
  readonly before: readonly string[]
  /** Sightings that tell nothing to be told apart by. */
  readonly unplaced: number
  /** Some told a device identifier without a maker. */
  readonly isUdiTold: boolean
}

interface Touching {
  readonly organisationId: OrganisationId
  readonly batchKeys: readonly string[]
  readonly words: AnchorWords
  /** Every device, by its id. */
  readonly known: ReadonlyMap<string, unknown>
  readonly everything: boolean
}

/** So many sightings are put together at a time, or as many as one neighbourhood has. */
const SIGHTINGS_OF_PART = 16_000

/**
 * Finds the neighbourhoods in which something was seen since the last time: nothing that was seen there touches what belongs together elsewhere. Of every
 * sighting what it is brought together by is looked at, and no more than that held in memory.
 */
export async function findTouched(trx: Transaction, touching: Touching): Promise<Touched> {
  const { organisationId, batchKeys, words, known, everything } = touching
  const neighbours = neighboursUnder(words)
  const ids: string[] = []
  const marks: number[] = []
  const touched: number[] = []
  let [unplaced, isUdiTold] = [0, false]
  for await (const rows of readKeys(trx, organisationId, batchKeys))
    for (const row of rows) {
      const mark = neighbours.add(row, row.observedId)
      if (mark === undefined) unplaced += 1
      else {
        marks.push(mark)
        ids.push(row.sightingId)
        const tellsUdi = row.serialKey !== null && isOfUdi(row.serialKey)
        if (row.isTouched || tellsUdi) touched.push(mark) // whose maker a UDI names may have changed with the list
        isUdiTold ||= tellsUdi
      }
    }
  const roots = new Set(touched.map(neighbours.rootOf))
  const isTouched = (mark: number | undefined): boolean =>
    everything || mark === undefined || roots.has(neighbours.rootOf(mark))
  const byRoot = new Map<number, string[]>()
  for (const [place, mark] of marks.entries()) if (isTouched(mark)) push(byRoot, neighbours.rootOf(mark), ids[place])
  const bare = [...known.keys()].filter((id) => neighbours.find(id) === undefined)
  const gateways = (await anchorsOf(trx, organisationId, bare)).filter(({ anchors }) =>
    isTouched(anchors.map(neighbours.find).find((mark) => mark !== undefined)),
  )
  const homes = [...known.keys()].filter((id) => neighbours.find(id) !== undefined && isTouched(neighbours.find(id)))
  return {
    parts: inParts(byRoot.values()),
    before: [...homes, ...gateways.map(({ observedId }) => observedId)],
    unplaced,
    isUdiTold,
  }
}

function push(lists: Map<number, string[]>, root: number, sightingId: string | undefined): void {
  if (sightingId === undefined) return
  const list = lists.get(root)
  if (list === undefined) lists.set(root, [sightingId])
  else list.push(sightingId)
}

function inParts(neighbourhoods: Iterable<readonly string[]>): string[][] {
  const parts: string[][] = []
  let part: string[] = []
  for (const each of neighbourhoods) {
    if (part.length > 0 && part.length + each.length > SIGHTINGS_OF_PART) {
      parts.push(part)
      part = []
    }
    for (const sightingId of each) part.push(sightingId)
  }
  return part.length > 0 ? [...parts, part] : parts
}
