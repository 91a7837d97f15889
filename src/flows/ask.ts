import { readQuestion, settlementsOf, truthTable } from '../findings/index.ts'
import type { Filters, Question } from '../findings/index.ts'
import { verdicts } from '../model/index.ts'
import type {
  Answer,
  AnsweredDevice,
  Counts,
  FlawSummary,
  ModelVersionVerdict,
  Note,
  ReasonCount,
  Verdict,
  Why,
} from '../model/index.ts'
import {
  countOutOfScope,
  evidenceOf,
  feedStatus,
  findDevices,
  hasAdvisories,
  headersOfSboms,
  inOrganisation,
  listDevices,
  namesOfModelVersions,
  partition,
  recordsOfFlaw,
  urgencyOfFlaw,
} from '../store/index.ts'
import type {
  DeviceFactAsked,
  DeviceRow,
  Evidence,
  FleetFilter,
  ModelVersionNames,
  Organisation,
  PartitionRequest,
  Store,
  TargetVerdict,
  Transaction,
} from '../store/index.ts'
import { toParts } from './question-parts.ts'
import type { QuestionParts } from './question-parts.ts'

export interface AskOptions {
  readonly organisation: Organisation
  readonly text: string
  /** The fleet is invented: said on every answer. */
  readonly fictional: boolean
}

export type Asked =
  | { readonly is: 'answer'; readonly answer: Answer }
  | { readonly is: 'notUnderstood'; readonly message: string }

/** Answers a question for the whole fleet of an organisation: every device in scope in exactly one class, with the reason. */
export async function ask(store: Store, options: AskOptions): Promise<Asked> {
  const reading = readQuestion(options.text)
  if (reading.is === 'notUnderstood') return reading
  const { question } = reading
  const answer = await inOrganisation(store, options.organisation.organisationId, async (trx) => {
    await trx.client.query('set transaction isolation level repeatable read, read only')
    return answerQuestion(trx, question, options)
  })
  return { is: 'answer', answer }
}

async function answerQuestion(trx: Transaction, question: Question, options: AskOptions): Promise<Answer> {
  const { subject, filters } = question
  const fleet = { ...filters, organisationId: options.organisation.organisationId }
  const common = await commonParts(trx, question, options, fleet)
  if (subject.is === 'fleet') return deviceAnswer(common, await listDevices(trx, fleet))
  if (subject.is === 'device') return deviceAnswer(common, await findDevices(trx, fleet, subject.fact, subject.value))
  const parts = await toParts(trx, subject, filters.asOf)
  const request = toRequest(parts, fleet)
  const targets = await partition(trx, request)
  const evidence = await evidenceOf(trx, request)
  if (subject.is === 'words' && evidence.length === 0) {
    const devices = await findByWords(trx, fleet, question)
    if (devices.length > 0) return deviceAnswer(common, devices)
  }
  return fullAnswer(trx, { common, parts, fleet, targets, evidence })
}

type Common = Pick<Answer, 'query' | 'organisation' | 'fictional' | 'asOf' | 'outOfScope' | 'feeds' | 'notes'>

async function commonParts(
  trx: Transaction,
  { text, filters }: Question,
  options: AskOptions,
  fleet: FleetFilter,
): Promise<Common> {
  const feeds = await feedStatus(trx, filters.asOf)
  const notes: Note[] = (await hasAdvisories(trx, filters.asOf)) ? [] : [{ is: 'noFeeds', taken: [] }]
  return {
    query: text,
    organisation: options.organisation,
    fictional: options.fictional,
    ...(filters.asOf === undefined ? {} : { asOf: filters.asOf }),
    outOfScope: await countOutOfScope(trx, fleet),
    feeds: feeds.map(({ feed, loadedAt, newestAt, records }) => ({
      feed,
      loadedAt,
      records,
      ...(newestAt === null ? {} : { newestAt }),
    })),
    notes,
  }
}

/** Free words that name no component may be a serial number, a host, a maker or a model. */
async function findByWords(trx: Transaction, fleet: FleetFilter, { text, filters }: Question): Promise<DeviceRow[]> {
  const words = Object.keys(filters).length === 0 ? text : text.replace(/\S+:("[^"]*"|\S*)/g, ' ').trim()
  return findDevices(trx, fleet, 'any' satisfies DeviceFactAsked, words)
}

function toRequest(
  { judged, question, known, layers, digests }: QuestionParts,
  fleet: FleetFilter & Filters,
): PartitionRequest {
  return { fleet, judged, question, known, layers, digests, rules: truthTable }
}

function deviceAnswer(common: Common, rows: readonly DeviceRow[]): Answer {
  return {
    ...common,
    question: 'device',
    counts: null,
    inScope: rows.filter((row) => row.scope === 'inScope').length,
    reasons: [],
    modelVersions: [],
    settles: [],
    devices: rows.map((row) => ({ ...withoutNulls(row), verdict: null, why: [], whyTotal: 0 })),
  }
}

interface Found {
  readonly common: Common
  readonly parts: QuestionParts
  readonly fleet: FleetFilter
  readonly targets: readonly TargetVerdict[]
  readonly evidence: readonly Evidence[]
}

async function fullAnswer(trx: Transaction, { common, parts, fleet, targets, evidence }: Found): Promise<Answer> {
  const names = await namesOfModelVersions(trx, [...new Set(targets.map((target) => target.modelVersionId))])
  const sbomIds = [...evidence, ...targets].flatMap(({ sbomId }) => (sbomId === null ? [] : [sbomId]))
  const sboms = await headersOfSboms(trx, [...new Set(sbomIds)])
  const whys = groupBy(evidence, keyOfTarget)
  const byTarget = new Map(targets.map((target) => [keyOfTarget(target), target]))
  const modelVersions = targets.map((target) => toModelVersion(target, names))
  const toWhys = (target: TargetVerdict): Why[] => whysOf(target, whys.get(keyOfTarget(target)) ?? [], sboms)
  const whyByTarget = new Map(targets.map((target) => [keyOfTarget(target), toWhys(target)]))
  const devices = (await listDevices(trx, fleet)).flatMap((row): AnsweredDevice[] => {
    const target = byTarget.get(row.deviceId) ?? byTarget.get(String(row.modelVersionId))
    if (row.scope !== 'inScope' || target === undefined) return []
    const why = whyByTarget.get(keyOfTarget(target)) ?? []
    const whyTotal = whys.get(keyOfTarget(target))?.[0]?.total ?? why.length
    return [{ ...withoutNulls(row), verdict: target.verdict, reason: target.reason, why, whyTotal }]
  })
  return {
    ...common,
    question: parts.question,
    notes: [...common.notes, ...parts.notes],
    ...(parts.flaw === undefined ? {} : await flawPart(trx, parts.flaw.members, parts.flaw.names, common)),
    counts: countsOf(targets),
    inScope: targets.reduce((sum, target) => sum + target.devices, 0),
    reasons: reasonsOf(targets),
    modelVersions,
    settles: settlementsOf(modelVersions, (id) => doubtfulComponent(whys.get(String(id)) ?? [])),
    devices,
  }
}

function keyOfTarget({ deviceId, modelVersionId }: { deviceId: string | null; modelVersionId: number }): string {
  return deviceId ?? String(modelVersionId)
}

function groupBy<Each>(all: readonly Each[], keyOf: (each: Each) => string): Map<string, Each[]> {
  return Map.groupBy(all, keyOf)
}

function countsOf(targets: readonly TargetVerdict[]): Counts {
  const counts: Record<Verdict, number> = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
  for (const { verdict, devices } of targets) counts[verdict] += devices
  return counts
}

function reasonsOf(targets: readonly TargetVerdict[]): ReasonCount[] {
  const groups = Map.groupBy(targets, ({ verdict, reason }) => `${verdict} ${reason}`)
  const reasons = [...groups.values()].flatMap((group): ReasonCount[] => {
    const [first] = group
    const devices = group.reduce((sum, target) => sum + target.devices, 0)
    return first === undefined ? [] : [{ verdict: first.verdict, reason: first.reason, devices }]
  })
  return reasons.sort((a, b) => verdicts.indexOf(a.verdict) - verdicts.indexOf(b.verdict) || b.devices - a.devices)
}

function toModelVersion(target: TargetVerdict, names: ReadonlyMap<number, ModelVersionNames>): ModelVersionVerdict {
  const { modelVersionId, verdict, reason, devices } = target
  const name = names.get(modelVersionId)
  return {
    modelVersionId,
    ...(name === undefined ? {} : { maker: name.maker, model: name.model }),
    ...(name === undefined || name.version === null ? {} : { version: name.version }),
    verdict,
    reason,
    devices,
  }
}

function whysOf(
  target: TargetVerdict,
  evidence: readonly Evidence[],
  sboms: ReadonlyMap<number, NonNullable<Why['sbom']>>,
): Why[] {
  const isOfFlaw = ['notInFeeds', 'withdrawn', 'noRange'].includes(target.reason)
  if (isOfFlaw) return [{ reason: target.reason }]
  if (evidence.length === 0) return [{ reason: target.reason, ...sbomPart(target.sbomId, sboms) }]
  const whys = evidence.map((each): Why => ({
    reason:
      each.truth === 2 ? 'listedInRange' : each.truth === 0 ? 'listedOutsideRange' : (each.doubt ?? 'listedInDoubt'),
    tier: each.tier,
    component: withoutNulls(each.component),
    ...(each.vulnerability === null ? {} : { vulnerability: each.vulnerability }),
    ...(each.feed === null || each.advisory === null ? {} : { advisory: `${each.feed} ${each.advisory}` }),
    ...(each.range === null ? {} : { range: each.range }),
    ...(each.problem === null ? {} : { problem: each.problem }),
    ...sbomPart(each.sbomId, sboms),
  }))
  return whys.some((why) => why.reason === target.reason)
    ? whys
    : [{ reason: target.reason, ...sbomPart(target.sbomId, sboms) }, ...whys]
}

function sbomPart(sbomId: number | null, sboms: ReadonlyMap<number, NonNullable<Why['sbom']>>): Pick<Why, 'sbom'> {
  const sbom = sbomId === null ? undefined : sboms.get(sbomId)
  return sbom === undefined ? {} : { sbom }
}

function doubtfulComponent(evidence: readonly Evidence[]): string | undefined {
  const doubtful = evidence.find((each) => each.truth === 1)
  return doubtful === undefined
    ? undefined
    : [doubtful.component.name, doubtful.component.version].filter((text) => text !== null).join(' ')
}

async function flawPart(
  trx: Transaction,
  members: readonly number[],
  names: readonly string[],
  { asOf }: Common,
): Promise<Pick<Answer, 'flaw'>> {
  const records = await recordsOfFlaw(trx, members, asOf)
  const [first] = records.toSorted((a, b) => Number(b.feed === 'nvd') - Number(a.feed === 'nvd'))
  if (first === undefined) return {}
  const { exploitedSince, epssProbability } = await urgencyOfFlaw(trx, members, asOf)
  const scored = records.flatMap((record) => record.severities).filter((severity) => severity.base !== undefined)
  const [severity] = scored.toSorted(
    (a, b) => b.cvssVersion.localeCompare(a.cvssVersion) || (b.base ?? 0) - (a.base ?? 0),
  )
  const flaw: FlawSummary = {
    id: first.name,
    names,
    summary: first.summary,
    ...(first.publishedAt === null ? {} : { publishedAt: first.publishedAt }),
    ...(severity?.base === undefined
      ? {}
      : { cvss: { base: severity.base, vector: severity.vector, source: severity.source } }),
    ...(exploitedSince === null ? {} : { exploitedSince }),
    ...(epssProbability === null ? {} : { epssProbability }),
    sources: [...new Set(records.map((record) => `${record.feed} ${record.key}`))],
  }
  return { flaw }
}

type WithoutNulls<Row> = { [Name in keyof Row as null extends Row[Name] ? never : Name]: Row[Name] } & {
  [Name in keyof Row as null extends Row[Name] ? Name : never]?: NonNullable<Row[Name]>
}

/** Absent instead of null. */
function withoutNulls<Row extends object>(row: Row): WithoutNulls<Row> {
  return Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null)) as WithoutNulls<Row>
}
