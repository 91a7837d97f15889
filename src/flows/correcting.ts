import { correctComponent, isMeant } from '../model/index.ts'
import type { ComparedLine, Component, CorrectedAs } from '../model/index.ts'
import { correctionsOfDevices, findCorrections, judgedInstead, correctionsInForce } from '../store/index.ts'
import type { ComparedLines, Correction, Transaction } from '../store/index.ts'
import { toldOf } from './corrected.ts'
import { withoutNulls } from './without-nulls.ts'

/** What corrections make of a component that is not stored: `component` is judged in its place; absent: it is not on the device. */
export interface CorrectedComponent extends CorrectedAs {
  readonly component?: Component
}

/**
 * Says of components as they are written what the corrections of the organisation of the transaction make of them; undefined: nothing. Those that hold
 * for some devices alone count where all of `sbomIds` are of these.
 */
export async function correctorOf(
  trx: Transaction,
  sbomIds: readonly number[],
): Promise<(written: Component) => CorrectedComponent | undefined> {
  const rules = await correctionsInForce(trx)
  const ofThese = new Set(await correctionsOfDevices(trx, sbomIds))
  const byName = Map.groupBy(
    rules.filter(({ match, correctionId }) => match.ofMaker === undefined || ofThese.has(correctionId)),
    ({ match }) => match.name,
  )
  return (written) => {
    const acting = (byName.get(written.name) ?? []).filter(({ match }) => isMeant(match, written))
    if (acting.length === 0) return undefined
    const component = correctComponent(
      written,
      acting.map(({ sets }) => sets),
    )
    return { ...toCorrectedAs(component, acting), ...(component && { component }) }
  }
}

function toCorrectedAs(component: Component | undefined, acting: readonly Correction[]): CorrectedAs {
  const corrections = toldOf(
    acting.map(({ correctionId }) => correctionId),
    new Map(acting.map((each) => [each.correctionId, each])),
  )
  if (component === undefined) return { corrections }
  const { name, version, purls, cpes } = component
  return { instead: { name, ...(version === undefined ? {} : { version }), purls, cpes }, corrections }
}

/** Lines of a comparison, as they are written, each with what the organisation's corrections say of it. */
export async function withCorrections(
  trx: Transaction,
  { before, after, unchanged }: ComparedLines,
): Promise<ComparedLines> {
  const ids = [...before, ...after].map(({ componentId }) => componentId)
  const instead = await judgedInstead(trx, [...new Set(ids)])
  if (instead.length === 0) return { before, after, unchanged }
  const rules = await findCorrections(trx, [...new Set(instead.flatMap(({ corrections }) => corrections))])
  const byComponent = Map.groupBy(instead, ({ componentId }) => componentId)
  const mark = (line: ComparedLine): ComparedLine => {
    const found = byComponent
      .get(line.componentId)
      ?.find(({ sbomIds }) => sbomIds === null || sbomIds.includes(line.sbomId))
    if (found === undefined) return line
    const corrections = toldOf(found.corrections, rules)
    return {
      ...line,
      corrected: { ...(found.instead === null ? {} : { instead: withoutNulls(found.instead) }), corrections },
    }
  }
  return { before: before.map(mark), after: after.map(mark), unchanged }
}
