import { randomUUID } from 'node:crypto'
import { versionTold } from '../inventory/index.ts'
import { isUuid, versionKey } from '../model/index.ts'
import type { DeviceId, OrganisationId, Page, PageAsked } from '../model/index.ts'
import { addDecision, closeDecision, inOrganisation, observedOfDevice, sliceOfDecisions } from '../store/index.ts'
import type { DecisionRow, Organisation, Store, Transaction } from '../store/index.ts'
import { deviceOf } from './devices.ts'
import { FlowError } from './error.ts'
import { fuseWithin } from './fuse-observations.ts'
import { observedOf } from './observed-devices.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** What somebody decided of devices on the network. */
export type ObservedDecision = WithoutNulls<DecisionRow>

interface Decided {
  readonly organisation: Organisation
  readonly author: string
  /** In words, for whoever asks later. */
  readonly reason?: string
}

const mostChars = { author: 200, reason: 4000, anchor: 600, version: 500 }

/** Says that two devices on the network are one. Throws `notFound` and `notUnderstood`. */
export async function joinObserved(
  store: Store,
  options: Decided & { readonly observedId: string; readonly otherId: string },
): Promise<ObservedDecision> {
  const { observedId, otherId } = options
  if (observedId === otherId) throw new FlowError('notUnderstood', 'a device is always itself; name two different ones')
  return decide(store, options, async (trx, organisationId) => {
    const [anchor, otherAnchor] = [
      await anchorOf(trx, organisationId, observedId),
      await anchorOf(trx, organisationId, otherId),
    ]
    return { kind: 'same', anchor, otherAnchor }
  })
}

/** Says that something that a device is known by is a device of its own. Throws `notFound` and `notUnderstood`. */
export async function splitObserved(
  store: Store,
  options: Decided & { readonly observedId: string; readonly anchor: string },
): Promise<ObservedDecision> {
  return decide(store, options, async (trx, organisationId) => {
    const { anchors } = await observedOf(trx, organisationId, options.observedId)
    if (anchors.length < 2 || !anchors.includes(options.anchor)) {
      const words =
        anchors.length < 2 ? 'it is known by one thing alone' : `it is known by ${anchors.join(', ').slice(0, 1000)}`
      throw new FlowError(
        'notUnderstood',
        `"${options.anchor.slice(0, 100)}" cannot be taken out of this device: ${words}`,
      )
    }
    return { kind: 'apart', anchor: options.anchor }
  })
}

/** Says which device of the inventory a device on the network is, or (`isNot`) that it is not that one. Throws `notFound` and `notUnderstood`. */
export async function linkToDevice(
  store: Store,
  options: Decided & {
    readonly observedId: string
    readonly deviceId: string
    readonly kind: 'isDevice' | 'isNotDevice'
  },
): Promise<ObservedDecision> {
  return decide(store, options, async (trx, organisationId) => {
    const { deviceId } = await deviceOf(trx, organisationId, options.deviceId)
    return { kind: options.kind, anchor: await anchorOf(trx, organisationId, options.observedId), deviceId }
  })
}

/**
 * Says which software version a device of the inventory runs, where its list and the network differ. It holds until the network tells another version
 * than it does now. Throws `notFound` and `notUnderstood`.
 */
export async function decideVersionOf(
  store: Store,
  options: Decided & { readonly deviceId: string; readonly version: string },
): Promise<ObservedDecision> {
  const version = toWords('version', options.version)
  return decide(store, options, async (trx, organisationId) => {
    const { deviceId } = await deviceOf(trx, organisationId, options.deviceId)
    const observed = await observedOfDevice(trx, organisationId, deviceId)
    const current = versionTold(observed.flatMap(({ versions }) => versions))
    if (current === undefined)
      throw new FlowError(
        'notUnderstood',
        'the network tells no version of this device, so there is nothing to settle: correct its list',
      )
    return { kind: 'version', deviceId, version, against: versionKey(current.value) }
  })
}

/** Takes a decision back: what is concluded without it holds again. Throws `notFound`. */
export async function undoObserved(store: Store, options: Decided & { readonly decisionId: string }): Promise<void> {
  const { organisation, decisionId } = options
  const { organisationId } = organisation
  const by = toWords('author', options.author)
  const isClosed =
    isUuid(decisionId) &&
    (await inOrganisation(store, organisationId, async (trx) => {
      if (!(await closeDecision(trx, organisationId, { decisionId, by }))) return false
      await fuseWithin(store, trx, { organisationId, again: 'said' })
      return true
    }))
  if (!isClosed)
    throw new FlowError(
      'notFound',
      `no decision ${decisionId.slice(0, 60)} is in force; list the decisions to see which are`,
    )
}

/** The decisions in force, by their ids. */
export async function listObservedDecisions(
  store: Store,
  { organisation, page }: { readonly organisation: Organisation; readonly page: PageAsked },
): Promise<Page<ObservedDecision>> {
  const { organisationId } = organisation
  const slice = sliceOf(page, ['uuid'])
  const rows = await inOrganisation(store, organisationId, async (trx) => sliceOfDecisions(trx, organisationId, slice))
  return pageOf(rows, page, { placeOf: (row) => [row.decisionId], toItem: withoutNulls })
}

type DecisionGiven = Pick<DecisionRow, 'kind'> &
  Partial<Pick<DecisionRow, 'anchor' | 'otherAnchor' | 'deviceId' | 'version' | 'against'>>

async function decide(
  store: Store,
  { organisation, author, reason }: Decided,
  toGiven: (trx: Transaction, organisationId: OrganisationId) => Promise<DecisionGiven>,
): Promise<ObservedDecision> {
  const { organisationId } = organisation
  const words = { author: toWords('author', author), reason: reason === undefined ? null : toWords('reason', reason) }
  const row = await inOrganisation(store, organisationId, async (trx) => {
    const given = { ...nothing, ...(await toGiven(trx, organisationId)), ...words, decisionId: randomUUID() }
    await addDecision(trx, organisationId, given)
    await fuseWithin(store, trx, { organisationId, again: 'said' }) // together: a word never stands without what follows from it
    return given
  })
  return withoutNulls({ ...row, at: new Date().toISOString() })
}

const nothing = { anchor: null, otherAnchor: null, deviceId: null as DeviceId | null, version: null, against: null }

/** The surest of what it is known by: the others may be another's tomorrow. */
async function anchorOf(trx: Transaction, organisationId: OrganisationId, observedId: string): Promise<string> {
  const { anchors } = await observedOf(trx, organisationId, observedId)
  return anchors[0] ?? ''
}

function toWords(name: keyof typeof mostChars, text: string): string {
  const words = plainText(text)
  if (words === '')
    throw new FlowError('notUnderstood', `the ${name} is missing; whoever asks later must be able to read it`)
  if (words.length > mostChars[name])
    throw new FlowError('notUnderstood', `the ${name} is longer than ${mostChars[name]} characters; say it shorter`)
  return words
}
