import { hash } from 'node:crypto'
import { reachOfAliases } from '../findings/index.ts'
import { checkAlias, knownAliases, readAliases, writeAliases } from '../model/index.ts'
import type { AliasFact, AliasProblem, OrganisationId, Page, PageAsked } from '../model/index.ts'
import {
  addAliases as addRows,
  closeAliases,
  findAlias,
  holdComponents,
  inKnowledge,
  inOrganisation,
  inSnapshot,
  isSeeded,
  liveAliases,
  seedAliases,
  sliceOfAliases,
  writeReach,
} from '../store/index.ts'
import type { Alias, Organisation, Store, Transaction } from '../store/index.ts'
import { toEdge } from './own-aliases.ts'
import { FlowError } from './error.ts'
import { pageOf, sliceOf } from './page.ts'
import { plainText } from './plain-text.ts'
import { rematch } from './rematch.ts'

export type { Alias } from '../store/index.ts'

/** Whose an alias is: everybody's knowledge, or that of one organisation, which nobody else is shown or touched by. */
export interface AliasScope {
  readonly organisationId: OrganisationId
  readonly isPublic: boolean
  /** Who adds or closes it: a person, a program or a file. */
  readonly by: string
}

export interface AliasesAdded {
  readonly added: readonly number[]
  /** Aliases that were there already. */
  readonly known: number
  /** Components that are looked up under more, or fewer, names than before. */
  readonly components: number
}

/** Adds aliases, and matches at once what they touch. Public ones act on all; those of an organisation on its own questions alone. */
export async function addAliases(store: Store, facts: readonly AliasFact[], scope: AliasScope): Promise<AliasesAdded> {
  for (const fact of facts) {
    const checked = checkAlias(fact)
    if (typeof checked === 'string') throw new FlowError('refused', `nothing was added: an alias ${checked}`)
  }
  const done = await changing(store, scope, async (trx, owner) => addRows(trx, facts, owner))
  return { added: done.changed, known: facts.length - done.changed.length, components: done.components }
}

/** Closes an alias, which no longer acts from now on; `because`: why, in words. Throws `notFound` when there is none that may be closed so. */
export async function removeAlias(
  store: Store,
  aliasId: number,
  { because, ...said }: Omit<AliasScope, 'isPublic'> & { readonly because?: string },
): Promise<{ readonly alias: Alias; readonly components: number }> {
  const alias = await inSnapshot(store, said.organisationId, async (trx) => findAlias(trx, aliasId))
  if (alias === undefined || alias.closedAt !== null)
    throw new FlowError(
      'notFound',
      `there is no alias ${aliasId} that still holds: "auscult alias list" names those that do`,
    )
  const scope = { ...said, isPublic: alias.isPublic }
  const reason = because === undefined ? {} : { because: plainText(because) }
  const { components } = await changing(store, scope, async (trx, owner) =>
    closeAliases(trx, [aliasId], { ...owner, ...reason }),
  )
  return { alias, components }
}

export interface ListAliasesOptions {
  readonly organisation: Organisation
  /** A part of one of the names. */
  readonly text?: string
  /** Those that no longer act, too. */
  readonly closed?: boolean
  readonly page: PageAsked
}

/** Aliases that the organisation may read, in the order in which they were added. */
export async function listAliases(
  store: Store,
  { organisation, text = '', closed = false, page }: ListAliasesOptions,
): Promise<Page<Alias>> {
  const { limit, after } = sliceOf(page, ['integer'])
  const asked = { text: plainText(text), closed, limit, after: Number(after?.[0] ?? 0) }
  return inSnapshot(store, organisation.organisationId, async (trx) =>
    pageOf(await sliceOfAliases(trx, asked), page, { placeOf: ({ aliasId }) => [aliasId], toItem: (alias) => alias }),
  )
}

/** An alias that the organisation may read. Throws `notFound`. */
export async function readAlias(store: Store, { organisationId }: Organisation, aliasId: number): Promise<Alias> {
  const alias = await inSnapshot(store, organisationId, async (trx) => findAlias(trx, aliasId))
  if (alias === undefined)
    throw new FlowError('notFound', `there is no alias ${aliasId}; look it up in the list of aliases`)
  return alias
}

const EXPORTED_AT_ONCE = 1_000

/** Every live alias that the organisation may read, as the table that `importAliases` reads. */
export async function exportAliases(store: Store, organisation: Organisation): Promise<string> {
  const all: Alias[] = []
  for (let after: string | undefined; ;) {
    const page = { limit: EXPORTED_AT_ONCE, ...(after === undefined ? {} : { after }) }
    const { items, next } = await listAliases(store, { organisation, page })
    all.push(...items)
    if (next === undefined) return writeAliases(all)
    after = next
  }
}

/** Adds the aliases of a table, all or none: where a line cannot be used, nothing is added and each such line is told. */
export async function importAliases(
  store: Store,
  text: string,
  scope: AliasScope,
): Promise<{ readonly problems: readonly AliasProblem[]; readonly done?: AliasesAdded }> {
  const { aliases, problems } = readAliases(text)
  if (problems.length > 0) return { problems }
  return { problems, done: await addAliases(store, aliases, scope) }
}

const fingerprint = hash('sha256', writeAliases(knownAliases), 'buffer')

/** Brings the aliases that come with Auscult into the database, where they differ from what was brought before. What they touch awaits a rematch. */
export async function bringKnownAliases(store: Store): Promise<void> {
  if (await inKnowledge(store, async (trx) => isSeeded(trx, fingerprint))) return
  await inKnowledge(store, async (trx) => {
    await holdComponents(trx)
    await seedAliases(trx, knownAliases, fingerprint)
    await refreshReach(trx)
  })
}

type Owner = Parameters<typeof addRows>[2]

/** Changes aliases, what they add up to, and the findings. An organisation's own act when it asks, so that nothing else follows from them. */
async function changing(
  store: Store,
  { organisationId, isPublic, by }: AliasScope,
  change: (trx: Transaction, owner: Owner) => Promise<number[]>,
): Promise<{ readonly changed: number[]; readonly components: number }> {
  if (!isPublic) {
    const changed = await inOrganisation(store, organisationId, async (trx) =>
      change(trx, { owner: organisationId, by }),
    )
    return { changed, components: 0 }
  }
  const done = await inKnowledge(store, async (trx) => {
    await holdComponents(trx)
    const changed = await change(trx, { by })
    return { changed, components: changed.length === 0 ? 0 : await refreshReach(trx) }
  })
  if (done.components > 0) await rematch(store, 'stale')
  return done
}

async function refreshReach(trx: Transaction): Promise<number> {
  const { reach, tooWide } = reachOfAliases((await liveAliases(trx)).map(toEdge))
  const [first] = tooWide
  if (first !== undefined)
    throw new FlowError(
      'refused',
      `nothing was changed: "${first}" would stand for more than 500 other names, which tells nothing apart; give it a narrower family`,
    )
  return writeReach(trx, reach)
}
