import { hearFleet } from '../findings/index.ts'
import type { FleetStatements, Speaker, Spoken, SpokenPart } from '../findings/index.ts'
import { foldName } from '../model/index.ts'
import type { FleetTarget, OrganisationId, Places } from '../model/index.ts'
import { isFlawStated, linksOfStatements, placesOfComponents, statementsOnFlaw, triageOnFlaw } from '../store/index.ts'
import type { StatementLinks, StatementRow, Transaction, TriageRow } from '../store/index.ts'

/** A statement, or a triage of the hospital, as it is weighed and shown. */
export interface StatedSpeaker extends Speaker {
  readonly statement?: StatementRow
  readonly triage?: TriageRow
}

/** Whose words are asked for, on which flaw, and when. `flaws` are the ids of its names. */
export interface StatedAsked {
  readonly organisationId: OrganisationId
  readonly flaws: readonly number[]
  readonly asOf?: string | undefined
}

/** What is stated of a flaw in a fleet; undefined where nobody says anything, which one look tells. */
export async function statedInFleet(
  trx: Transaction,
  targets: readonly FleetTarget[],
  asked: StatedAsked,
): Promise<FleetStatements<StatedSpeaker> | undefined> {
  if (asked.flaws.length === 0 || !(await isFlawStated(trx, asked.organisationId, asked))) return undefined
  const statements = await statementsOnFlaw(trx, asked)
  const triages = await triageOnFlaw(trx, asked.organisationId, asked)
  const spoken = [...(await spokenBy(trx, statements)), ...triages.flatMap(spokenByHospital)]
  return hearFleet(targets, spoken)
}

/** What each statement speaks of among what is stored. */
export async function spokenBy(
  trx: Transaction,
  statements: readonly StatementRow[],
): Promise<Spoken<StatedSpeaker>[]> {
  const links = await linksOfStatements(
    trx,
    statements.map(({ statementId }) => statementId),
  )
  const alone = statements.flatMap((each) => componentsAlone(each, links.get(each.statementId)))
  const inside = [...links.values()].flatMap(({ parts }) => (parts.length > 1 ? parts : []))
  const places = await placesOfComponents(trx, [...new Set([...alone, ...inside])])
  return statements.flatMap((statement): Spoken<StatedSpeaker>[] => {
    const found = links.get(statement.statementId)
    const models = found === undefined ? [] : modelsOf(found)
    if (found !== undefined && models.length > 0)
      return models.map((model) => spokenOfModel(statement, { ...model, parts: partsOf(statement, found, places) }))
    return componentsAlone(statement, found).flatMap((part) => {
      const where = places.get(part)
      return where === undefined ? [] : [{ speaker: toSpeaker(statement, 'supplier'), where, parts: [{ part }] }]
    })
  })
}

/** What a triage speaks of. */
export function spokenByHospital(triage: TriageRow): Spoken<StatedSpeaker>[] {
  const { status, justification, author, at, modelVersionId, deviceId } = triage
  const speaker = {
    status,
    role: 'hospital',
    signature: 'unsigned',
    reach: 'exact',
    author,
    justification,
    isReasoned: true,
    at,
    triage,
  } as const
  if (deviceId !== null) return [{ speaker, where: { deviceId } }]
  return modelVersionId === null ? [] : [{ speaker, where: { sbomIds: [], modelVersionIds: [modelVersionId] } }]
}

/**
 * The model versions that a statement speaks of. One that is known only by a link to an SBOM whose revisions describe several versions of a
 * model speaks of none: which of them is meant is not said. Where it names one besides, it speaks of that one.
 */
export function modelsOf({ models }: StatementLinks): StatementLinks['models'] {
  const linked = new Set(models.flatMap(({ sbomId }) => sbomId ?? []))
  const named = models.filter(({ sbomId }) => sbomId === null)
  const meant = linked.size > 1 ? named : models
  const exact = new Set(meant.flatMap(({ modelVersionId, reach }) => (reach === 'exact' ? modelVersionId : [])))
  return meant.filter(({ modelVersionId, reach }) => reach === 'exact' || !exact.has(modelVersionId))
}

/** The components that a statement speaks of wherever they are: it names no product that holds them. */
function componentsAlone({ component }: StatementRow, links: StatementLinks | undefined): readonly number[] {
  return component !== null || links === undefined || modelsOf(links).length > 0 ? [] : links.products
}

/** The part of its product that a statement speaks of: all components that may be it, or its name; absent where it speaks of the whole. */
function partsOf(
  { component }: StatementRow,
  { parts }: StatementLinks,
  places: ReadonlyMap<number, Places>,
): readonly SpokenPart[] | undefined {
  if (component === null) return undefined
  if (parts.length === 0) return [{ part: foldName(component.name) }]
  return parts.length === 1
    ? parts.map((part) => ({ part }))
    : parts.map((part) => ({ part, listed: places.get(part) ?? nowhere }))
}

const nowhere: Places = { sbomIds: [], modelVersionIds: [] }

function spokenOfModel(
  statement: StatementRow,
  { modelVersionId, makerKey, componentId, reach, parts }: ModelNamed,
): Spoken<StatedSpeaker> {
  const speaker = { ...toSpeaker(statement, statement.role, makerKey), reach }
  const where = { sbomIds: [], modelVersionIds: [modelVersionId] }
  if (componentId !== null) return { speaker, where, parts: [{ part: componentId }] }
  return parts === undefined ? { speaker, where } : { speaker, where, parts }
}

type ModelNamed = StatementLinks['models'][number] & { readonly parts: readonly SpokenPart[] | undefined }

/** A signature counts for the maker alone whose trusted key it is. Who speaks of a component wherever it is speaks as its supplier, at most. */
function toSpeaker(statement: StatementRow, as: Speaker['role'], makerKey?: string): StatedSpeaker {
  const { status, justification, impact, authorKey, at, isAhead, signature, signedFor, role } = statement
  const isSigned = signature.is === 'valid' && signedFor !== null && signedFor === makerKey
  return {
    status,
    role: as === 'supplier' && role !== 'maker' ? role : as,
    signature: signature.is === 'valid' && !isSigned ? 'unsigned' : signature.is,
    author: authorKey,
    justification,
    isReasoned: justification !== null || impact !== null,
    reach: 'exact',
    at: isAhead ? '' : (at ?? ''),
    statement,
  }
}
