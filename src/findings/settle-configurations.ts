import type { Configuration, FleetTarget, Layer, Operand, OperandPackage, Truth } from '../model/index.ts'

/** What each target says to a configuration, by its place: 0 no, 1 cannot tell, 2 yes. */
export interface SettledConfiguration extends Pick<Configuration, 'advisoryId' | 'condition'> {
  readonly truths: Uint8Array
}

/** Configurations with what their sides meet. */
export interface Configurations {
  readonly configurations: readonly Configuration[]
  readonly operands: readonly Operand[]
  readonly packages: readonly OperandPackage[]
}

/**
 * Settles configurations for every target at once, in three values: AND is the least, OR the greatest, NOT is 2 - x.
 *
 * A side that a target does not list is "no" only where all its SBOMs state that they are complete and one describes the layer that the side
 * is in: a complete list of software says nothing of the system or the hardware below it.
 */
export function settleConfigurations(
  targets: readonly FleetTarget[],
  { configurations, operands, packages }: Configurations,
): SettledConfiguration[] {
  if (configurations.length === 0) return []
  const index = indexOf(targets)
  const unmet = new Map(packages.map((each) => [each.keyId, truthsWithoutRange(targets, index, each)]))
  const byOperand = new Map(operands.map((operand) => [operand.operand, truthsOfOperand(unmet, index, operand)]))
  const nodes = new Map<string, Uint8Array>() // the same list of systems stands in many configurations
  const truthsOfNode = (node: Configuration['nodes'][number]): Uint8Array => {
    const name = JSON.stringify(node)
    const truths =
      nodes.get(name) ??
      combine(
        node,
        node.operands.flatMap((each) => byOperand.get(each) ?? []),
        targets.length,
      )
    nodes.set(name, truths)
    return truths
  }
  return configurations.map(({ advisoryId, condition, nodes: each, ...how }) => ({
    advisoryId,
    condition,
    truths: combine(how, each.map(truthsOfNode), targets.length),
  }))
}

/** The places of the targets that an SBOM describes, and of a model version. */
interface TargetIndex {
  readonly bySbom: ReadonlyMap<number, readonly number[]>
  readonly byModel: ReadonlyMap<number, readonly number[]>
}

function indexOf(targets: readonly FleetTarget[]): TargetIndex {
  const [bySbom, byModel] = [new Map<number, number[]>(), new Map<number, number[]>()]
  const add = (map: Map<number, number[]>, id: number, place: number): void => {
    const places = map.get(id)
    if (places === undefined) map.set(id, [place])
    else places.push(place)
  }
  for (const [place, { modelVersionId, sboms }] of targets.entries()) {
    add(byModel, modelVersionId, place)
    for (const { sbomId } of sboms) add(bySbom, sbomId, place)
  }
  return { bySbom, byModel }
}

const NOT_MET = 255

/** What targets say to a side on a package while nothing is known to be in its range. */
function truthsWithoutRange(targets: readonly FleetTarget[], index: TargetIndex, listed: OperandPackage): Uint8Array {
  const truths = new Uint8Array(targets.length).fill(NOT_MET)
  for (const id of listed.sbomIds) raise(truths, index.bySbom.get(id), 0)
  for (const id of listed.modelVersionIds) raise(truths, index.byModel.get(id), 0)
  for (const [place, truth] of truths.entries()) {
    if (truth === NOT_MET) truths[place] = isRuledOut(targets[place], listed.layer) ? 0 : UNLISTED
  }
  return truths
}

/** Cannot tell, since it is not listed: a listed component that is not in the range would rule it out. */
const UNLISTED = 1

function truthsOfOperand(
  unmet: ReadonlyMap<number, Uint8Array>,
  index: TargetIndex,
  { keyId, met }: Operand,
): Uint8Array {
  const truths = unmet.get(keyId)?.slice() ?? new Uint8Array()
  for (const { truth, sbomIds, modelVersionIds } of met) {
    for (const id of sbomIds) raise(truths, index.bySbom.get(id), truth)
    for (const id of modelVersionIds) raise(truths, index.byModel.get(id), truth)
  }
  return truths
}

function raise(truths: Uint8Array, places: readonly number[] | undefined, truth: Truth): void {
  if (places === undefined) return
  for (const place of places) {
    const before = truths[place]
    if (before === NOT_MET || truth > (before ?? 0)) truths[place] = truth
  }
}

function isRuledOut(target: FleetTarget | undefined, layer: Layer): boolean {
  if (target === undefined || target.sboms.length === 0) return false
  return target.sboms.every(({ facts }) => facts.complete) && target.sboms.some(({ facts }) => describes(facts, layer))
}

function describes(facts: FleetTarget['sboms'][number]['facts'], layer: Layer): boolean {
  switch (layer) {
    case 'operatingSystem':
    case 'distribution':
      return facts.describesOperatingSystem
    case 'firmware':
      return facts.describesFirmware
    case 'hardware':
      return facts.describesHardware
    case 'application':
      return true
  }
}

function combine(
  { operator, negate }: { readonly operator: 'AND' | 'OR'; readonly negate: boolean },
  all: readonly Uint8Array[],
  length: number,
): Uint8Array {
  const [first = new Uint8Array(length).fill(1 satisfies Truth), ...others] = all
  const truths = first.slice()
  const isAnd = operator === 'AND'
  for (const other of others) {
    for (let place = 0; place < length; place += 1) {
      const [a, b] = [truths[place] ?? 0, other[place] ?? 0]
      truths[place] = isAnd === a < b ? a : b
    }
  }
  if (negate) for (let place = 0; place < length; place += 1) truths[place] = 2 - (truths[place] ?? 0)
  return truths
}
