import type {
  Configuration,
  FleetTarget,
  Layer,
  Operand,
  OperandPackage,
  Places,
  SbomFacts,
  Truth,
} from '../model/index.ts'
import { indexFleet, seePlaces } from './fleet-index.ts'
import type { FleetIndex } from './fleet-index.ts'

/** What each target of a fleet says to something, in three values: a bit for each target by its place, 32 in a number. */
export interface FleetTruths {
  /** Those that say yes. */
  readonly certain: Int32Array
  /** Those that say yes or cannot tell; the others say no. */
  readonly possible: Int32Array
}

/** What the targets say to a configuration. */
export interface SettledConfiguration extends Pick<Configuration, 'advisoryId' | 'condition'> {
  readonly truths: FleetTruths
}

/** Configurations with what their sides meet. */
export interface Configurations {
  readonly configurations: readonly Configuration[]
  readonly operands: readonly Operand[]
  readonly packages: readonly OperandPackage[]
}

/** What the target at a place says: 0 no, 1 cannot tell, 2 yes. */
export function truthAt({ certain, possible }: FleetTruths, place: number): number {
  return isIn(certain, place) ? 2 : isIn(possible, place) ? 1 : 0
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
  const index = indexFleet(targets)
  const byOperand = truthsOfOperands(index, operands, packages)
  const nodes = new Map<string, FleetTruths>() // the same list of systems stands in many configurations
  const truthsOfNode = (node: Configuration['nodes'][number]): FleetTruths => {
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

function truthsOfOperands(
  index: FleetIndex,
  operands: readonly Operand[],
  packages: readonly OperandPackage[],
): ReadonlyMap<number, FleetTruths> {
  const silent = new Map<Layer, Int32Array>()
  const truths = new Map<number, FleetTruths>()
  const byKey = Map.groupBy(operands, ({ keyId }) => keyId)
  for (const { keyId, layer, listed } of packages) {
    const unruled = silent.get(layer) ?? unruledTargets(index, layer)
    silent.set(layer, unruled)
    const groups = listed.map(({ met, ...places }) => ({ met, bits: bitsOf(index, places) }))
    const untold = unruled.slice()
    for (const { bits } of groups) removeAll(untold, bits)
    for (const { operand } of byKey.get(keyId) ?? []) {
      truths.set(operand, { certain: emptyBits(index.targets.length), possible: untold.slice() })
    }
    for (const { met, bits } of groups) for (const each of met) raise(truths.get(each.operand), each.truth, bits)
  }
  return truths
}

function raise(truths: FleetTruths | undefined, truth: Truth, bits: Int32Array): void {
  if (truths === undefined) return
  addAll(truths.possible, bits)
  if (truth === 2) addAll(truths.certain, bits)
}

/** The targets whose silence on a package in this layer leaves open whether it is there. */
function unruledTargets({ targets, starts, known, knowns }: FleetIndex, layer: Layer): Int32Array {
  const complete = knowns.map((each) => typeof each !== 'string' && each.complete)
  const describing = knowns.map((each) => typeof each !== 'string' && describes(each, layer))
  const bits = emptyBits(targets.length)
  for (let place = 0; place < targets.length; place += 1) {
    const [first, end] = [starts[place] ?? 0, starts[place + 1] ?? 0]
    let [areComplete, isDescribed] = [first < end, false]
    for (let line = first; line < end; line += 1) {
      areComplete &&= complete[known[line] ?? 0] ?? false
      isDescribed ||= describing[known[line] ?? 0] ?? false
    }
    if (!areComplete || !isDescribed) setBit(bits, place)
  }
  return bits
}

function describes(facts: SbomFacts, layer: Layer): boolean {
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
  all: readonly FleetTruths[],
  length: number,
): FleetTruths {
  const [first = { certain: emptyBits(length), possible: emptyBits(length).fill(-1) }, ...others] = all
  const join = operator === 'AND' ? keepBoth : addAll
  const [certain, possible] = [first.certain.slice(), first.possible.slice()]
  for (const other of others) {
    join(certain, other.certain)
    join(possible, other.possible)
  }
  return negate
    ? { certain: possible.map((word) => ~word), possible: certain.map((word) => ~word) }
    : { certain, possible }
}

function keepBoth(bits: Int32Array, others: Int32Array): void {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & (others[word] ?? 0)
}

function addAll(bits: Int32Array, others: Int32Array): void {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) | (others[word] ?? 0)
}

function emptyBits(length: number): Int32Array {
  return new Int32Array(Math.ceil(length / 32))
}

function removeAll(bits: Int32Array, others: Int32Array): void {
  for (let word = 0; word < bits.length; word += 1) bits[word] = (bits[word] ?? 0) & ~(others[word] ?? 0)
}

function bitsOf(index: FleetIndex, places: Places): Int32Array {
  const bits = emptyBits(index.targets.length)
  seePlaces(index, places, (place) => {
    setBit(bits, place)
  })
  return bits
}

function isIn(bits: Int32Array, place: number): boolean {
  return ((bits[place >> 5] ?? 0) & (1 << (place & 31))) !== 0
}

function setBit(bits: Int32Array, place: number): void {
  bits[place >> 5] = (bits[place >> 5] ?? 0) | (1 << (place & 31))
}
