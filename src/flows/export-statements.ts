import { randomUUID } from 'node:crypto'
import { statementWriters } from '../assurance/index.ts'
import type { StatementsToWrite } from '../assurance/index.ts'
import { settleStatements } from '../findings/index.ts'
import type { Spoken } from '../findings/index.ts'
import { remediationKinds } from '../model/index.ts'
import type { ProductNamed } from '../model/index.ts'
import { inSnapshot, statementsNear, triageOfModelVersion } from '../store/index.ts'
import type { Organisation, Store, Transaction } from '../store/index.ts'
import { FlowError } from './error.ts'
import { modelVersionOf, noModelVersion } from './models.ts'
import { spokenBy, spokenByHospital } from './stated.ts'
import type { StatedSpeaker } from './stated.ts'

export type StatementWriterId = (typeof statementWriters)[number]['id']

export interface ExportStatementsOptions {
  readonly organisation: Organisation
  readonly modelVersionId: number
  readonly as: StatementWriterId
  readonly now: Date
}

/** A document of what holds for a model version. */
export interface ExportedStatements {
  readonly text: string
  readonly fileName: string
  readonly mediaType: string
  readonly statements: number
}

/**
 * Writes what holds for a model version, by all that makers, coordinators, suppliers and the hospital state: of each flaw in the whole and in each
 * part what is believed, for what is overruled is nobody's to pass on. Throws `notFound` and `refused` when nothing is stated.
 */
export async function exportStatements(store: Store, options: ExportStatementsOptions): Promise<ExportedStatements> {
  const { organisation, modelVersionId, as, now } = options
  const { organisationId } = organisation
  const writer = statementWriters.find(({ id }) => id === as) ?? statementWriters[0]
  return inSnapshot(store, organisationId, async (trx) => {
    const known = await modelVersionOf(trx, organisationId, modelVersionId)
    if (known.version === null) throw noModelVersion(modelVersionId)
    const statements = await heldStatements(trx, options, known.sbomIds)
    if (statements.length === 0)
      throw new FlowError('refused', 'nothing is stated of this model version, so there is nothing to write')
    const { maker, model, version } = known
    const document = writer.write({
      documentUuid: randomUUID(),
      publisher: { name: organisation.name, uuid: organisationId },
      product: { maker, model, version },
      statements,
      writtenAt: now.toISOString(),
    })
    const text = `${JSON.stringify(document, undefined, 2)}\n`
    return {
      text,
      fileName: `model-${modelVersionId}.${as}.json`,
      mediaType: writer.mediaType,
      statements: statements.length,
    }
  })
}

async function heldStatements(
  trx: Transaction,
  { organisation: { organisationId }, modelVersionId }: ExportStatementsOptions,
  sbomIds: readonly number[],
): Promise<StatementsToWrite['statements']> {
  const statements = await statementsNear(trx, { modelVersionIds: [modelVersionId], sbomIds })
  const triages = await triageOfModelVersion(trx, organisationId, modelVersionId)
  const spoken = [...(await spokenBy(trx, statements)), ...triages.flatMap(spokenByHospital)].filter(
    ({ where }) =>
      !('deviceId' in where) &&
      (where.modelVersionIds.includes(modelVersionId) || sbomIds.some((id) => where.sbomIds.includes(id))),
  )
  const byFlaw = Map.groupBy(
    spoken,
    ({ speaker }) => speaker.statement?.vulnerability ?? speaker.triage?.vulnerability ?? '',
  )
  return [...byFlaw].flatMap(([vulnerability, some]) => believed(some).map((each) => toWritten(vulnerability, each)))
}

interface Believed {
  readonly speaker: StatedSpeaker
  /** The part of the product that it speaks of; null: the whole. */
  readonly part: ProductNamed | null
}

/** What is believed of the whole, and of each part: one each. */
function believed(spoken: readonly Spoken<StatedSpeaker>[]): Believed[] {
  const parts = Map.groupBy(
    spoken.map(({ speaker, parts: some }) => ({ speaker, part: some === undefined ? null : partOf(speaker) })),
    ({ part }) => JSON.stringify(part),
  )
  return [...parts.values()].flatMap((some): Believed[] => {
    const part = some[0]?.part ?? null
    const speakers = [...new Set(some.map(({ speaker }) => speaker))]
    const { deciding, cleared } =
      part === null
        ? settleStatements(speakers, [])
        : settleStatements(
            [],
            speakers.map((each) => ({ ...each, part: 0 })),
          )
    const [speaker] = [...deciding, ...(cleared.get(0) ?? [])]
    return speaker === undefined ? [] : [{ speaker, part }]
  })
}

/** Of a component wherever it is, the product that was named is the part of this one. */
function partOf({ statement }: StatedSpeaker): ProductNamed | null {
  return statement === undefined ? null : (statement.component ?? statement.product)
}

function toWritten(
  vulnerability: string,
  { speaker: { status, justification, statement, triage }, part }: Believed,
): StatementsToWrite['statements'][number] {
  const at = statement?.at ?? triage?.at
  const why = justification === null ? {} : { justification }
  if (statement === undefined)
    return {
      status,
      vulnerability,
      aliases: [],
      ...why,
      ...(triage && { impact: triage.reason }),
      ...(at && { statedAt: iso(at) }),
    }
  const { impact, action, remediation, compensatingControl, aliases } = statement
  const kind = remediationKinds.find((each) => each === remediation)
  return {
    status,
    vulnerability,
    aliases,
    ...(part === null ? {} : { component: part }),
    ...why,
    ...(impact === null ? {} : { impact }),
    ...(action === null ? {} : { action }),
    ...(kind === undefined ? {} : { remediation: kind }),
    ...(compensatingControl === null ? {} : { compensatingControl }),
    ...(at && { statedAt: iso(at) }),
  }
}

function iso(at: string): string {
  return new Date(at).toISOString()
}
