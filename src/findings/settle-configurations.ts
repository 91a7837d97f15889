import type { Configuration, FleetTarget, Layer, Operand, Places, Truth } from '../model/index.ts'

/** What each target says to a configuration, by its place: 0 no, 1 cannot tell, 2 yes. */
export interface SettledConfiguration extends Pick<Configuration, 'advisoryId' | 'condition'> {
  readonly truths: Uint8Array
}

/**
 * Settles configurations for every target at once, in three values: AND is the least, OR the greatest, NOT is 2 - x.
 *
 * A side that a target does not list is "no" only where all its SBOMs state that they are complete and one describes the layer that the side
 * is in: a complete list of software says nothing of the system or the hardware below it.
 */
export function settleConfigurations(
  targets: readonly FleetTarget[],
  configurations: readonly Configuration[],
  operands: readonly Operand[],
): SettledConfiguration[] {
  const index = indexOf(targets)
  const truthsOf = new Map(operands.map((operand) => [operand.operand, truthsOfOperand(targets, index, operand)]))
  return configurations.map(({ advisoryId, condition, operator, negate, nodes }) => {
    const each = nodes.map((node) =>
      combine(
        node,
        node.operands.flatMap((operand) => truthsOf.get(operand) ?? []),
        targets.length,
      ),
    )
    return { advisoryId, condition, truths: combine({ operator, negate }, each, targets.length) }
  })
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

function truthsOfOperand(targets: readonly FleetTarget[], index: TargetIndex, { layer, met }: Operand): Uint8Array {
  const truths = new Uint8Array(targets.length).fill(NOT_MET)
  for (const { truth, ...places } of met) {
    for (const place of placesOf(index, places)) {
      const before = truths[place] ?? NOT_MET
      if (before === NOT_MET || truth > before) truths[place] = truth
    }
  }
  for (const [place, truth] of truths.entries()) {
    if (truth === NOT_MET) truths[place] = isRuledOut(targets[place], layer) ? 0 : 1
  }
  return truths
}

function* placesOf({ bySbom, byModel }: TargetIndex, { sbomIds, modelVersionIds }: Places): Generator<number> {
  for (const id of sbomIds) yield* bySbom.get(id) ?? []
  for (const id of modelVersionIds) yield* byModel.get(id) ?? []
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
