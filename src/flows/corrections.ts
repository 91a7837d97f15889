import { hash } from 'node:crypto'
import { indexComponent } from '../findings/index.ts'
import { checkCorrection, correctComponent } from '../model/index.ts'
import type {
  Component,
  ComponentKey,
  CorrectionFact,
  IndexedComponent,
  OrganisationId,
  Page,
  PageAsked,
} from '../model/index.ts'
import {
  addComponents,
  addCorrection as addRow,
  ancestorKeys,
  closeCorrection,
  findCorrections,
  holdCorrected,
  inKnowledge,
  inOrganisation,
  inSnapshot,
  reachOfCorrection,
  sliceOfListedCorrections,
  uncorrected,
  writtenComponents,
} from '../store/index.ts'
import type { Corrected, Correction, CorrectionListed, CorrectionReach, Organisation, Store } from '../store/index.ts'
import { FlowError } from './error.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { rematch } from './rematch.ts'

export type { Correction, CorrectionListed, CorrectionReach } from '../store/index.ts'

export interface CorrectionAdded extends CorrectionReach {
  /** Absent when it was only looked at. */
  readonly correctionId?: number
}

export interface NewCorrection extends CorrectionFact {
  readonly by: string
  readonly isDryRun: boolean
  /** The correction in whose place it comes, which is closed with it. */
  readonly replaces?: number
}

/**
 * Adds a correction, which acts at once and on what comes later; or (`isDryRun`) only tells what it would touch. Throws `refused`, and
 * `notFound` where there is nothing to replace.
 */
export async function addCorrection(
  store: Store,
  { organisationId }: Organisation,
  { isDryRun, by, replaces, ...given }: NewCorrection,
): Promise<CorrectionAdded> {
  const checked = checkCorrection(given)
  if (typeof checked === 'string') throw new FlowError('refused', `nothing was added: a correction ${checked}`)
  const reach = await inSnapshot(store, organisationId, async (trx) =>
    reachOfCorrection(trx, organisationId, checked.match),
  )
  if (isDryRun) return reach
  const said = { by: plainText(by) }
  const correctionId = await inOrganisation(store, organisationId, async (trx) => {
    if (replaces !== undefined && !(await closeCorrection(trx, organisationId, { correctionId: replaces, ...said })))
      throw notHolding(replaces)
    return addRow(trx, organisationId, { ...checked, ...said })
  })
  await bringCorrections(store, organisationId)
  return { correctionId, ...reach }
}

/** Closes a correction, which acts no more from now on. Throws `notFound`. */
export async function removeCorrection(
  store: Store,
  { organisationId }: Organisation,
  asked: { readonly correctionId: number; readonly by: string },
): Promise<Correction> {
  const closed = await inOrganisation(store, organisationId, async (trx) => {
    if (!(await closeCorrection(trx, organisationId, { ...asked, by: plainText(asked.by) }))) return undefined
    return (await findCorrections(trx, [asked.correctionId])).get(asked.correctionId)
  })
  if (closed === undefined) throw notHolding(asked.correctionId)
  await bringCorrections(store, organisationId)
  return closed
}

function notHolding(correctionId: number): FlowError {
  return new FlowError(
    'notFound',
    `there is no correction ${correctionId} of this organisation that still holds; list those that do`,
  )
}

export interface ListCorrectionsOptions {
  readonly organisation: Organisation
  /** Those that no longer act, too. */
  readonly closed?: boolean
  /** Only those that meet nothing now: no SBOM in force lists what they speak of. */
  readonly misses?: boolean
  readonly page: PageAsked
}

/** Corrections that the organisation may read, in the order in which they were made. Throws `cursorInvalid`. */
export async function listCorrections(
  store: Store,
  { organisation: { organisationId }, closed = false, misses = false, page }: ListCorrectionsOptions,
): Promise<Page<CorrectionListed>> {
  const { limit, after } = sliceOf(page, ['integer'])
  const asked = { closed, misses, limit, after: Number(after?.[0] ?? 0) }
  return inSnapshot(store, organisationId, async (trx) =>
    pageOf(await sliceOfListedCorrections(trx, asked), page, {
      placeOf: ({ correctionId }) => [correctionId],
      toItem: (each) => each,
    }),
  )
}

/** A correction that the organisation may read, with what it touches now. Throws `notFound`. */
export async function readCorrection(
  store: Store,
  { organisationId }: Organisation,
  correctionId: number,
): Promise<{ readonly correction: Correction; readonly reach: CorrectionReach }> {
  return inSnapshot(store, organisationId, async (trx) => {
    const correction = (await findCorrections(trx, [correctionId])).get(correctionId)
    if (correction === undefined)
      throw new FlowError('notFound', `there is no correction ${correctionId}; look it up in the list of corrections`)
    return { correction, reach: await reachOfCorrection(trx, organisationId, correction.match) }
  })
}

/**
 * Brings what components are judged as up to the corrections of an organisation and the components its SBOMs list: the components that are
 * meant are stored and matched first, so that nothing is judged by findings that are not there yet.
 */
export async function bringCorrections(store: Store, organisationId: OrganisationId): Promise<void> {
  const found = await inSnapshot(store, organisationId, async (trx) => {
    const changed = await uncorrected(trx, organisationId)
    const written = await writtenComponents(
      trx,
      changed.map(({ componentId }) => componentId),
    )
    const ids = changed.flatMap(({ parts }) => parts.flatMap(({ corrections }) => corrections))
    const rules = await findCorrections(trx, [...new Set(ids)])
    const ancestors = await ancestorKeys(trx, [...written.keys()])
    return { changed, written, rules, ancestors }
  })
  if (found.changed.length === 0) return
  const meant = found.changed.flatMap(({ componentId, parts }) => {
    const written = found.written.get(componentId)
    if (written === undefined) return parts.length > 0 ? [] : [{ componentId, parts: [] }] // no readable SBOM lists it
    const judged = parts.map((part) => {
      const sets = part.corrections.flatMap((id) => found.rules.get(id)?.sets ?? [])
      const component = correctComponent(written, sets)
      const ancestors = component?.name === written.name ? found.ancestors.get(componentId) : undefined
      return { ...part, indexed: component === undefined ? undefined : indexWith(component, ancestors) }
    })
    return [{ componentId, parts: judged }]
  })
  const indexed = meant.flatMap(({ parts }) => parts.flatMap((part) => part.indexed ?? []))
  const ids = await inKnowledge(store, async (trx) => addComponents(trx, indexed))
  await rematch(store, 'stale')
  const corrected = meant.flatMap(({ componentId, parts }): Corrected[] => {
    const judged = parts.flatMap(({ indexed: one, ...part }): Corrected['parts'] => {
      if (one === undefined) return [{ ...part, correctedId: null }]
      const correctedId = ids.get(one.identity)
      return correctedId === undefined ? [] : [{ ...part, correctedId }]
    })
    return judged.length === parts.length ? [{ componentId, parts: judged }] : []
  })
  await inOrganisation(store, organisationId, async (trx) => holdCorrected(trx, organisationId, corrected))
}

/** A component with the keys of what the written one was made from; it is told apart from one that was not. */
function indexWith(component: Component, ancestors: readonly ComponentKey[] = []): IndexedComponent {
  const indexed = indexComponent(component)
  if (ancestors.length === 0) return indexed
  const made = JSON.stringify(ancestors.map(({ key, scheme, shape, versionKey }) => [key, scheme, shape, versionKey]))
  const identity = hash('sha256', Buffer.concat([Buffer.from(indexed.identity, 'hex'), Buffer.from(made)]), 'hex')
  return { ...indexed, identity, keys: [...indexed.keys, ...ancestors] }
}
