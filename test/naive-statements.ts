import type { Stated } from '../src/findings/index.ts'
import type { Device, Known, StatedRow } from './naive-knowledge.ts'

/** The rules by which statements are weighed; each can be broken by itself, to see that something depends on it. */
export const naiveRules = [
  'signedMakerBeforeCoordinator',
  'coordinatorBeforeMaker',
  'makerBeforeSupplier',
  'supplierBeforeHospital',
  'signatureIsOfThisMaker',
  'unknownKeyProvesNothing',
  'invalidSignatureClearsNothing',
  'invalidSignatureSilencesNothing',
  'reasonIsNeeded',
  'supplierClearsNoWhole',
  'supplierKnowsCodeAlone',
  'lastWordOfAnAuthor',
  'authorsStandApart',
  'worseOfEquals',
  'investigationLowersNothing',
  'affectedPartRaises',
  'betterWholeOverrulesPart',
  'lesserWholeDoesNot',
  'partIsClearedAlone',
  'partOfThatProduct',
  'onlyListedParts',
  'makerOfAComponentIsItsSupplier',
  'exactVersion',
  'laterRevisionHolds',
  'signedIsNotReplaced',
] as const
export type NaiveRule = (typeof naiveRules)[number]

interface Asked {
  /** The names of the flaw. */
  readonly same: readonly number[]
  readonly broken?: NaiveRule
}

/** What is stated of a flaw in one device, by the plainest way there is: each statement is held to the device, then to each other. */
export function naiveStated(
  { statements, purls }: Known,
  device: Device,
  { same, broken }: Asked,
): { readonly stated: Stated; readonly cleared: ReadonlySet<number> } {
  const said = statements.filter((each) => each.flaws.some((flaw) => same.includes(flaw)) && isInForce(each, broken))
  const held = device.sboms.flatMap((sbom) => sbom.components)
  const isHere = ({ product }: StatedRow): boolean => isSame(product, productOf(device), broken)
  const whole = said.filter((each) => isHere(each) && each.component === null)
  const ofWhole = bestOf(whole, 'whole', broken)
  const cleared = new Set<number>()
  const raised: Best[] = []
  const parts = new Map<string, StatedRow[]>()
  for (const each of said) {
    const isInside = each.component !== null && (isHere(each) || broken === 'partOfThatProduct')
    const purl = isInside ? each.component : each.product
    const isThere = held.some((id) => purls.get(id)?.includes(purl ?? '') === true)
    if (purl === null || (!isInside && (each.component !== null || !isThere))) continue
    const role =
      isInside || each.role !== 'maker' || broken === 'makerOfAComponentIsItsSupplier' ? each.role : 'supplier'
    parts.set(purl, [...(parts.get(purl) ?? []), { ...each, role }])
  }
  for (const [purl, rows] of parts) {
    const isTwin = [...purls].some(([id, some]) => some.includes(purl) && !held.includes(id))
    const inside = rows.filter((row) => row.component !== null)
    const weighed = [rows, ...(broken === 'onlyListedParts' && isTwin ? [inside] : [])]
    const bests = weighed.flatMap((some) => bestOf(some, 'part', broken) ?? [])
    if (bests[0] !== undefined && isGood(bests[0].status))
      for (const id of held)
        if (purls.get(id)?.includes(purl) === true || broken === 'partIsClearedAlone') cleared.add(id)
    for (const best of bests) if (!isGood(best.status) && isRaised(best, ofWhole, broken)) raised.push(best)
  }
  const statuses = [...(ofWhole === undefined ? [] : [ofWhole]), ...raised].map(({ status }) => status)
  return { stated: worst.find((status) => statuses.includes(status)) ?? 'nothing', cleared }
}

function isInForce({ fate }: StatedRow, broken: NaiveRule | undefined): boolean {
  if (fate === 'superseded') return broken === 'laterRevisionHolds'
  return fate !== 'contested' || broken !== 'signedIsNotReplaced'
}

function isSame(product: string, own: string, broken: NaiveRule | undefined): boolean {
  return broken === 'exactVersion' ? product.split('@')[0] === own.split('@')[0] : product === own
}

function productOf({ serial }: Device): string {
  return `pkg:generic/Maker/${encodeURIComponent(serial)}@1`
}

function isRaised(part: Best, whole: Best | undefined, broken: NaiveRule | undefined): boolean {
  if (broken === 'affectedPartRaises') return false
  if (whole === undefined || !isGood(whole.status) || broken === 'betterWholeOverrulesPart') return true
  return broken !== 'lesserWholeDoesNot' && whole.rank >= part.rank
}

const worst = ['affected', 'underInvestigation', 'notAffected', 'fixed'] as const
type Status = (typeof worst)[number]

interface Best {
  readonly status: Status
  readonly rank: number
}

function isGood(status: Status): boolean {
  return status === 'notAffected' || status === 'fixed'
}

function rankOf(row: StatedRow, of: 'part' | 'whole', broken: NaiveRule | undefined): number {
  const { role, status, isReasoned, justification, signature } = row
  if (signature === 'invalid' && isGood(status) && broken !== 'invalidSignatureClearsNothing') return Infinity
  if (signature === 'invalid' && !isGood(status) && broken === 'invalidSignatureSilencesNothing') return Infinity
  if (status === 'notAffected' && !isReasoned && broken !== 'reasonIsNeeded') return Infinity
  if (role === 'supplier' && isGood(status)) {
    if (of === 'whole' && broken !== 'supplierClearsNoWhole') return Infinity
    const isOfCode = ['componentNotPresent', 'vulnerableCodeNotPresent'].includes(justification ?? '')
    if (of === 'part' && status === 'notAffected' && !isOfCode && broken !== 'supplierKnowsCodeAlone') return Infinity
  }
  if (role === 'maker') {
    const isSigned =
      signature === 'valid' ||
      (signature === 'ofAnother' && broken === 'signatureIsOfThisMaker') ||
      (signature === 'unknownKey' && broken === 'unknownKeyProvesNothing')
    if (isSigned) return broken === 'signedMakerBeforeCoordinator' ? 2.5 : 1
    return broken === 'makerBeforeSupplier' ? 4.5 : 3
  }
  if (role === 'coordinator') return broken === 'coordinatorBeforeMaker' ? 3.5 : 2
  return role === 'supplier' ? (broken === 'supplierBeforeHospital' ? 5.5 : 4) : 5
}

function bestOf(rows: readonly StatedRow[], of: 'part' | 'whole', broken: NaiveRule | undefined): Best | undefined {
  const rank = Math.min(...rows.map((row) => rankOf(row, of, broken)))
  if (rank === Infinity) return undefined
  const counted = rows.filter((row) => rankOf(row, of, broken) < Infinity)
  const highest = lastWords(
    counted.filter((row) => rankOf(row, of, broken) === rank),
    broken,
  )
  const order = broken === 'worseOfEquals' ? worst.toReversed() : worst
  const status = order.find((each) => highest.some((row) => row.status === each)) ?? 'affected'
  const others = lastWords(
    counted.filter((row) => row.status !== 'underInvestigation'),
    broken,
  )
  const isKept = broken !== 'investigationLowersNothing' && others.some((row) => row.status === 'affected')
  return { rank, status: status === 'underInvestigation' && isKept ? 'affected' : status }
}

function lastWords(rows: readonly StatedRow[], broken: NaiveRule | undefined): readonly StatedRow[] {
  if (broken === 'lastWordOfAnAuthor') return rows
  const isSameVoice = (one: StatedRow, other: StatedRow): boolean =>
    broken === 'authorsStandApart' || (other.role === one.role && other.author === one.author)
  return rows.filter((row) => !rows.some((other) => isSameVoice(row, other) && other.at > row.at))
}
