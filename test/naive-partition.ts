import { judge, truthTable } from '../src/findings/index.ts'
import type { Facts } from '../src/findings/index.ts'
import { doubts, verdicts } from '../src/model/index.ts'
import type { Doubt, Layer } from '../src/model/index.ts'
import type { Device, KeyRow, Known, OperandRow, Sbom } from './naive-knowledge.ts'
import { naiveStated } from './naive-statements.ts'
import type { NaiveRule } from './naive-statements.ts'

/** What is asked: a flaw as the product reads it, before it looks at any fleet. */
export interface NaiveQuestion extends Pick<Facts, 'known'> {
  /** The names of the very same flaw. */
  readonly same: readonly number[]
  readonly members: readonly number[]
  readonly layers: { readonly operatingSystem: boolean; readonly firmware: boolean }
  readonly isPackaged: boolean
  readonly isOnlyPackaged: boolean
  /** A rule of weighing statements that is left out. */
  readonly broken?: NaiveRule
}

/**
 * `verdict reason` of one device, by the plainest way there is: each line of each of its SBOMs is held to each finding, and the truth table is
 * asked SBOM by SBOM. Shares with the product only that table, what the question means, and the stored rows.
 */
export function naiveVerdict(known: Known, device: Device, asked: NaiveQuestion): string {
  const sboms = device.sboms.length === 0 ? [undefined] : device.sboms
  const rulings = sboms.map((sbom) => rulingOn(known, { device, sbom }, asked))
  const worst = Math.min(...rulings.map(({ rank }) => rank))
  return rulings.find(({ rank }) => rank === worst)?.words ?? ''
}

interface Looked {
  readonly device: Device
  readonly sbom: Sbom | undefined
}

function rulingOn(
  known: Known,
  { device, sbom }: Looked,
  asked: NaiveQuestion,
): { readonly rank: number; readonly words: string } {
  const components = [...(sbom?.components ?? []), ...(device.itself === null ? [] : [device.itself])]
  const { stated, cleared } = naiveStated(known, device, asked)
  const said = asked.known === 'judged' ? components.flatMap((each) => saidBy(each)) : []
  function saidBy(component: number): Said[] {
    const outcomes = outcomesOf(known, device, component, asked)
    const isCleared = cleared.has(component) && component !== device.itself
    return isCleared ? outcomes.map((each) => (each.truth > 0 ? { truth: -1, doubt: null } : each)) : outcomes
  }
  const told = doubts.find((doubt) => said.some((each) => each.truth === 1 && each.doubt === doubt))
  const listed = said.some(({ truth }) => truth === 2)
    ? 'affected'
    : told !== undefined
      ? 'unknown'
      : said.some(({ truth }) => truth === -1)
        ? 'cleared'
        : said.length > 0
          ? 'notAffected'
          : 'absent'
  const { layers, isPackaged } = asked
  const rule = judge({
    question: 'flaw',
    known: asked.known,
    target: sbom === undefined ? device.told : 'described',
    stated,
    listed,
    layer:
      (!layers.operatingSystem || sbom?.describesOperatingSystem === true) &&
      (!layers.firmware || sbom?.describesFirmware === true),
    complete: sbom?.complete === true && (!isPackaged || sbom.statesSources),
  })
  const rank =
    (verdicts.indexOf(rule.verdict) * 100 + truthTable.indexOf(rule)) * 100 +
    (told === undefined ? 99 : doubts.indexOf(told))
  return { rank, words: `${rule.verdict} ${rule.reason === 'listedInDoubt' ? told : rule.reason}` }
}

interface Said {
  readonly truth: number
  readonly doubt: Doubt | null
}

function outcomesOf(
  known: Known,
  device: Device,
  component: number,
  { members, isOnlyPackaged }: NaiveQuestion,
): Said[] {
  const findings = known.findings.filter(
    (each) => each.componentId === component && members.includes(each.vulnerabilityId),
  )
  if (findings.length > 0) {
    return findings.map(({ doubt, condition }) => {
      const truth = doubt === null ? 2 : 1
      const settled = condition === null ? 2 : conditionOn(known, device, condition)
      if (settled === 0) return { truth: 0, doubt: null }
      return settled === 2 ? { truth, doubt } : { truth: 1, doubt: doubt ?? 'conditionNotSettled' }
    })
  }
  const spoken = [
    ...new Set(known.ranges.filter((each) => members.includes(each.vulnerabilityId)).map(({ keyId }) => keyId)),
  ]
  const own = known.keys.filter((key) => key.componentId === component)
  const names = new Set(spoken.map((keyId) => known.packages.get(keyId)?.nameKey))
  const isNamed = own.some(
    (key) =>
      key.doubt === null &&
      spoken.includes(key.keyId) &&
      !['distribution', 'hardware'].includes(layerOf(known, key.keyId)),
  )
  const isElsewhere =
    isOnlyPackaged &&
    own.some(
      ({ keyId }) => known.packages.get(keyId)?.packaged === false && names.has(known.packages.get(keyId)?.nameKey),
    ) &&
    !own.some(({ keyId }) => {
      const named = known.packages.get(keyId)
      return named?.packaged === true && (named.covered || spoken.includes(keyId))
    })
  const left = own.some(
    ({ keyId, doubt }) => doubt === 'releaseNotCovered' && names.has(known.packages.get(keyId)?.nameKey),
  )
  return [
    ...(isNamed ? [{ truth: 0, doubt: null }] : []),
    ...(isElsewhere ? [{ truth: 1, doubt: left ? ('releaseNotCovered' as const) : ('otherFeedOnly' as const) }] : []),
  ]
}

function layerOf({ packages }: Known, keyId: number): Layer {
  return packages.get(keyId)?.layer ?? 'application'
}

/** What a device says to a configuration: 0 no, 1 cannot tell, 2 yes. */
function conditionOn(known: Known, device: Device, condition: string): number {
  const sides = known.operands.filter((each) => each.condition === condition)
  const nodes = Map.groupBy(sides, ({ node }) => node)
  const truths = [...nodes.values()].map((node) => {
    const { nodeOperator = 'OR', nodeNegate = false } = node[0] ?? {}
    return joined(
      nodeOperator,
      nodeNegate,
      node.map((side) => sideOn(known, device, side)),
    )
  })
  const { operator = 'OR', negate = false } = sides[0] ?? {}
  return joined(operator, negate, truths)
}

function joined(operator: 'AND' | 'OR', negate: boolean, truths: readonly number[]): number {
  const truth = operator === 'AND' ? Math.min(...truths) : Math.max(...truths)
  return negate ? 2 - truth : truth
}

function sideOn(known: Known, device: Device, side: OperandRow): number {
  const components = [
    ...device.sboms.flatMap((sbom) => sbom.components),
    ...(device.itself === null ? [] : [device.itself]),
  ]
  const asked = known.packages.get(side.keyId)
  const said = known.keys.flatMap((key): number[] => {
    const own = known.packages.get(key.keyId)?.key
    if (!components.includes(key.componentId) || asked === undefined) return []
    const isDirect = key.keyId === side.keyId || own === asked.deviceKey
    const isByName =
      own === asked.nameKey && key.scheme === 'natural' && !isOtherwhere(known, key.componentId, asked.layer)
    return [
      ...(isDirect ? [keyOn(key, side, asked.layer)] : []),
      ...(isByName ? [Math.min(1, keyOn(key, side, asked.layer))] : []),
    ]
  })
  if (said.length > 0) return Math.max(...said)
  const isWhole = device.sboms.length > 0 && device.sboms.every((sbom) => sbom.complete)
  return isWhole && device.sboms.some((sbom) => describes(sbom, asked?.layer ?? 'application')) ? 0 : 1
}

/** Its own CPE puts the component in another layer. */
function isOtherwhere(known: Known, component: number, layer: Layer): boolean {
  return known.keys.some(
    (key) =>
      key.componentId === component &&
      known.packages.get(key.keyId)?.key.startsWith('cpe/') === true &&
      layerOf(known, key.keyId) !== layer,
  )
}

function keyOn(key: KeyRow, side: OperandRow, layer: Layer): number {
  const sure = key.doubt === null ? 2 : 1
  const isEnvironment = layer === 'hardware' && !side.vulnerable
  if (!agree(side.attributes, key.attributes)) return 0
  if (side.kind === 'all' || (side.kind === 'notApplicable' && (!side.vulnerable || layer === 'hardware')))
    return isEnvironment ? 2 : sure
  if (side.kind === 'notApplicable') return key.shape.startsWith('na') && key.doubt === null ? 2 : 1
  if (side.kind === 'unreadable' || key.versionKey === null) return 1
  if (key.shape === 'na beside') return 0
  if (side.scheme !== key.scheme || side.shape !== key.shape) return 1
  return side.lo.compare(key.versionKey) <= 0 && key.versionKey.compare(side.hi) < 0 ? sure : 0
}

function agree(asked: readonly string[] | null, stated: readonly string[] | null): boolean {
  if (asked === null || stated === null) return true
  return asked.every(
    (each, index) => each === '*' || stated[index] === '*' || each === stated[index] || /[*?]/.test(each),
  )
}

function describes(sbom: Sbom, layer: Layer): boolean {
  if (layer === 'operatingSystem' || layer === 'distribution') return sbom.describesOperatingSystem
  if (layer === 'firmware') return sbom.describesFirmware
  return layer === 'hardware' ? sbom.describesHardware : true
}
