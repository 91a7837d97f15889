import { randomUUID } from 'node:crypto'
import { isUuid, makerKey, modelKey } from '../model/index.ts'
import type { DeviceId, Justification, OrganisationId, Page, PageAsked, StatementStatus } from '../model/index.ts'
import {
  addTriage,
  addVulnerabilities,
  findFlaw,
  findTriage,
  inKnowledge,
  inOrganisation,
  sliceOfModelVersions,
  sliceOfProposals,
  sliceOfTriage,
} from '../store/index.ts'
import type { Organisation, Store, Transaction, TriageNamed, TriageProposed } from '../store/index.ts'
import { deviceOf } from './devices.ts'
import { FlowError } from './error.ts'
import { judgedBy } from './judged-by.ts'
import { modelVersionOf } from './models.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { isLater } from './proposals.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** What a hospital decided itself of a flaw, in a model version or in one device. */
export type Triage = WithoutNulls<TriageNamed>

/** A decision on one version that waits for a person to say whether it holds for another; until then it counts for nothing. */
export type TriageToConfirm = WithoutNulls<TriageProposed>

export interface SetTriageOptions {
  readonly organisation: Organisation
  readonly target: { readonly modelVersionId: number } | { readonly deviceId: string }
  readonly vulnerability: string
  readonly status: StatementStatus
  readonly justification?: Justification
  /** In words, for whoever asks later. */
  readonly reason: string
  readonly author: string
}

const mostChars = { reason: 4000, author: 200, vulnerability: 100 }

/** Keeps a hospital's decision in the place of its earlier one on the same. Throws `notFound` and `notUnderstood`. */
export async function setTriage(store: Store, options: SetTriageOptions): Promise<Triage> {
  const { organisation, target, status, justification } = options
  const { organisationId } = organisation
  const [vulnerability, reason, author] = (['vulnerability', 'reason', 'author'] as const).map((name) =>
    toWords(name, options[name]),
  )
  const vulnerabilityId = await idOfFlaw(store, organisationId, vulnerability ?? '')
  return inOrganisation(store, organisationId, async (trx) => {
    const where = await toTarget(trx, organisationId, target)
    const triageId = randomUUID()
    const words = { reason: reason ?? '', author: author ?? '', carriedFrom: null }
    await addTriage(trx, organisationId, {
      triageId,
      ...where,
      vulnerabilityId,
      status,
      justification: justification ?? null,
      ...words,
    })
    return withoutNulls(await theTriage(trx, organisationId, triageId))
  })
}

function toWords(name: keyof typeof mostChars, text: string): string {
  const words = plainText(text).trim()
  if (words === '')
    throw new FlowError('notUnderstood', `the ${name} is missing; whoever asks later must be able to read it`)
  if (words.length > mostChars[name])
    throw new FlowError('notUnderstood', `the ${name} is longer than ${mostChars[name]} characters; say it shorter`)
  return words
}

/** A decision may be on a flaw that no feed knows yet. */
async function idOfFlaw(store: Store, organisationId: OrganisationId, name: string): Promise<number> {
  const known = await inOrganisation(store, organisationId, async (trx) => findFlaw(trx, name))
  const [first] = known.same
  if (first !== undefined) return first
  const ids = await inKnowledge(store, async (trx) => addVulnerabilities(trx, new Set([name])))
  const added = ids.get(name)
  if (added === undefined) throw new Error('a vulnerability was added and has no id')
  return added
}

interface Target {
  readonly modelVersionId: number | null
  readonly deviceId: DeviceId | null
}

async function toTarget(
  trx: Transaction,
  organisationId: OrganisationId,
  target: SetTriageOptions['target'],
): Promise<Target> {
  if ('deviceId' in target) {
    const { deviceId } = await deviceOf(trx, organisationId, target.deviceId)
    return { modelVersionId: null, deviceId }
  }
  const { modelVersionId } = target
  const { version } = await modelVersionOf(trx, organisationId, modelVersionId)
  if (version !== null) return { modelVersionId, deviceId: null }
  throw new FlowError(
    'notUnderstood',
    'the software version of that model is not known, so a decision would hold for any; set it for a device, or import the version first',
  )
}

async function theTriage(trx: Transaction, organisationId: OrganisationId, triageId: string): Promise<TriageNamed> {
  const triage = isUuid(triageId) ? await findTriage(trx, organisationId, triageId) : undefined
  if (triage !== undefined) return triage
  throw new FlowError('notFound', `no triage ${triageId.slice(0, 60)} in force; look it up in the list`)
}

export interface ListTriageOptions {
  readonly organisation: Organisation
  readonly vulnerability?: string
  /** Only what holds for this device: decided of itself, or of a model version that it is judged by. */
  readonly deviceId?: string
  readonly page: PageAsked
}

/** The decisions in force. */
export async function listTriage(store: Store, options: ListTriageOptions): Promise<Page<Triage>> {
  const { organisation, vulnerability, deviceId, page } = options
  const { organisationId } = organisation
  const slice = sliceOf(page, ['text'])
  return inOrganisation(store, organisationId, async (trx) => {
    const flaws = vulnerability === undefined ? {} : { flaws: (await findFlaw(trx, plainText(vulnerability))).same }
    const device =
      deviceId === undefined
        ? {}
        : { device: await judgedBy(trx, organisationId, await deviceOf(trx, organisationId, deviceId)) }
    const rows = await sliceOfTriage(trx, organisationId, { ...slice, ...flaws, ...device })
    return pageOf(rows, page, { placeOf: ({ triageId }) => [triageId], toItem: withoutNulls })
  })
}

export interface ToConfirmOptions {
  readonly organisation: Organisation
  /** Only what may hold for this version. */
  readonly modelVersionId?: number
  readonly page: PageAsked
}

/** Decisions on a version of a model that may hold for a later one too, or for one that cannot be ordered: a person must say so. */
export async function listTriageToConfirm(
  store: Store,
  { organisation, modelVersionId, page }: ToConfirmOptions,
): Promise<Page<TriageToConfirm>> {
  const { organisationId } = organisation
  const slice = sliceOf(page, ['text', 'integer'])
  const rows = await inOrganisation(store, organisationId, async (trx) =>
    sliceOfProposals(trx, organisationId, {
      ...slice,
      ...(modelVersionId === undefined ? {} : { modelVersionIds: [modelVersionId] }),
    }),
  )
  const { items, ...next } = pageOf(rows, page, {
    placeOf: ({ triageId, toModelVersionId }) => [triageId, toModelVersionId],
    toItem: (row) => row,
  })
  return { items: items.filter(isLater).map(withoutNulls), ...next }
}

export interface ConfirmTriageOptions {
  readonly organisation: Organisation
  readonly triageId: string
  /** The version that it holds for too. */
  readonly modelVersionId: number
  readonly author: string
  /** What was looked at; absent: the reason of the decision itself. */
  readonly reason?: string
}

/** Says that a decision holds for another version of its model: a decision of its own from then on. Throws `notFound` and `notUnderstood`. */
export async function confirmTriage(store: Store, options: ConfirmTriageOptions): Promise<Triage> {
  const { organisation, triageId, modelVersionId } = options
  const { organisationId } = organisation
  const author = toWords('author', options.author)
  return inOrganisation(store, organisationId, async (trx) => {
    const decided = await theTriage(trx, organisationId, triageId)
    const { vulnerabilityId, status, justification, reason: before } = decided
    const where = await toTarget(trx, organisationId, { modelVersionId })
    await requireOtherVersion(trx, organisationId, { decided, modelVersionId })
    const reason = options.reason === undefined ? before : toWords('reason', options.reason)
    const fresh = randomUUID()
    const given = { ...where, vulnerabilityId, status, justification, reason, author, carriedFrom: triageId }
    await addTriage(trx, organisationId, { triageId: fresh, ...given })
    return withoutNulls(await theTriage(trx, organisationId, fresh))
  })
}

/** What was decided of one model, or of one device, is confirmed for no other model. */
async function requireOtherVersion(
  trx: Transaction,
  organisationId: OrganisationId,
  { decided, modelVersionId }: { readonly decided: TriageNamed; readonly modelVersionId: number },
): Promise<void> {
  const asked = { organisationId, modelVersionId }
  const [target] = await sliceOfModelVersions(trx, asked, { limit: 1, after: undefined })
  const [one, other] = [decided, target].map((named) => {
    const maker = named?.maker ?? ''
    return [makerKey(maker), modelKey(named?.model ?? '', maker)].join(' ')
  })
  if (decided.modelVersionId !== null && decided.modelVersionId !== modelVersionId && one === other) return
  const words =
    decided.modelVersionId === null
      ? 'that decision is on one device; decide anew for the model version'
      : `that decision is on ${decided.maker ?? ''} ${decided.model ?? ''} ${decided.version ?? ''} and can be confirmed for other versions of that model alone`
  throw new FlowError('notUnderstood', words)
}
