import type { FleetTarget, Places, SbomFacts } from '../model/index.ts'

/** What is known of an SBOM, or told of a target that none describes. */
export type Known = SbomFacts | FleetTarget['told']

/**
 * The targets of a fleet as numbers: a question looks at each of 22,000 of them, and their objects cost thirty times as much. A line is a
 * target with one of its SBOMs.
 */
export interface FleetIndex {
  readonly targets: readonly FleetTarget[]
  /** By place of the target, the first of its lines; one more at the end. */
  readonly starts: Int32Array
  /** By line: the place of its target, its SBOM, and what is known of that as a place among `knowns`. */
  readonly places: Int32Array
  readonly sbomIds: Int32Array
  readonly known: Int32Array
  /** By place of the target: what its list tells of it, as a place among `knowns`. */
  readonly told: Int32Array
  readonly devices: Int32Array
  readonly knowns: readonly Known[]
  /** All lines by their SBOM: those of one begin at `sbomStarts[sbomId]` and end before the next one's. */
  readonly sbomStarts: Int32Array
  readonly linesBySbom: Int32Array
  /** The targets that are judged as a model version. */
  readonly placesOf: (modelVersionId: number) => readonly number[]
}

const kept = new WeakMap<readonly FleetTarget[], FleetIndex>()

/** The index of a fleet; made once, and there for as long as the fleet is kept in memory. */
export function indexFleet(targets: readonly FleetTarget[]): FleetIndex {
  const index = kept.get(targets) ?? makeIndex(targets)
  kept.set(targets, index)
  return index
}

function makeIndex(targets: readonly FleetTarget[]): FleetIndex {
  const lines = targets.reduce((sum, { sboms }) => sum + sboms.length, 0)
  const [starts, told, devices] = [
    new Int32Array(targets.length + 1),
    new Int32Array(targets.length),
    new Int32Array(targets.length),
  ]
  const [places, sbomIds, known] = [new Int32Array(lines), new Int32Array(lines), new Int32Array(lines)]
  const knowns = new Map<Known, number>()
  const byModel = new Map<number, number[]>()
  let line = 0
  for (const [place, target] of targets.entries()) {
    starts[place] = line
    told[place] = numberOf(knowns, target.told)
    devices[place] = target.devices
    pushTo(byModel, target.judgedAs ?? target.modelVersionId, place)
    for (const { sbomId, facts } of target.sboms) {
      places[line] = place
      sbomIds[line] = sbomId
      known[line] = numberOf(knowns, facts)
      line += 1
    }
  }
  starts[targets.length] = line
  const placesOf = (modelVersionId: number): readonly number[] => byModel.get(modelVersionId) ?? []
  return {
    targets,
    starts,
    places,
    sbomIds,
    known,
    told,
    devices,
    knowns: [...knowns.keys()],
    ...sortBySbom(sbomIds),
    placesOf,
  }
}

function numberOf(numbers: Map<Known, number>, known: Known): number {
  const number = numbers.get(known) ?? numbers.size
  numbers.set(known, number)
  return number
}

function pushTo(lists: Map<number, number[]>, id: number, place: number): void {
  const list = lists.get(id)
  if (list === undefined) lists.set(id, [place])
  else list.push(place)
}

/** A counting sort. */
function sortBySbom(sbomIds: Int32Array): Pick<FleetIndex, 'sbomStarts' | 'linesBySbom'> {
  const most = sbomIds.reduce((a, b) => Math.max(a, b), -1)
  const sbomStarts = new Int32Array(most + 2)
  for (const sbomId of sbomIds) sbomStarts[sbomId + 1] = (sbomStarts[sbomId + 1] ?? 0) + 1
  for (let id = 0; id <= most; id += 1) sbomStarts[id + 1] = (sbomStarts[id + 1] ?? 0) + (sbomStarts[id] ?? 0)
  const next = sbomStarts.slice()
  const linesBySbom = new Int32Array(sbomIds.length)
  for (const [line, sbomId] of sbomIds.entries()) {
    const at = next[sbomId] ?? 0
    linesBySbom[at] = line
    next[sbomId] = at + 1
  }
  return { sbomStarts, linesBySbom }
}

/** Sees the lines of SBOMs; some twice where an SBOM is named twice. */
export function seeLines(
  { sbomStarts, linesBySbom }: FleetIndex,
  sbomIds: Places['sbomIds'],
  see: (line: number) => void,
): void {
  for (const sbomId of sbomIds) {
    const end = sbomStarts[sbomId + 1] ?? 0
    for (let at = sbomStarts[sbomId] ?? 0; at < end; at += 1) see(linesBySbom[at] ?? 0)
  }
}

/** Sees the places of the targets where something is listed; some several times. */
export function seePlaces(index: FleetIndex, { sbomIds, modelVersionIds }: Places, see: (place: number) => void): void {
  seeLines(index, sbomIds, (line) => {
    see(index.places[line] ?? 0)
  })
  for (const id of modelVersionIds) for (const place of index.placesOf(id)) see(place)
}
