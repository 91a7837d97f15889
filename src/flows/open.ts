import { randomUUID } from 'node:crypto'
import type { OrganisationId } from '../model/index.ts'
import {
  addOrganisation,
  chooseOrganisation,
  inKnowledge,
  listOrganisations as readOrganisations,
  migrate,
  openStore,
} from '../store/index.ts'
import type { MigrateOptions, Organisation, Store, StoreOptions } from '../store/index.ts'

import { bringKnownAliases } from './aliases.ts'

export { chooseOrganisation, openStore, requireAnswer, withStatementLimit } from '../store/index.ts'

/** Name of the organisation that the first start makes; a hospital may have its own with `--organisation`. */
const firstOrganisation = 'My hospital'

/** Opens the database, brings its schema and the aliases that come along up to date and makes sure that there is an organisation to speak for. */
export async function openMigrated(options: StoreOptions & MigrateOptions): Promise<Store> {
  const store = await openStore(options)
  try {
    await migrate(store, options)
    await bringKnownAliases(store)
    return store
  } catch (error) {
    await store.close()
    throw error
  }
}

/** The organisation asked for by name or id; without either the only one, made at the first start. Throws when that is not clear. */
export async function organisationOf(store: Store, asked: string | undefined): Promise<Organisation> {
  return inKnowledge(store, async (trx) => {
    const all = await readOrganisations(trx)
    if (all.length === 0) return addOrganisation(trx, randomUUID() as OrganisationId, asked ?? firstOrganisation)
    return chooseOrganisation(all, asked)
  })
}

/** Makes an organisation of this name unless there is one. */
export async function createOrganisation(store: Store, name: string): Promise<Organisation> {
  return inKnowledge(store, async (trx) => addOrganisation(trx, randomUUID() as OrganisationId, name))
}

/** Every organisation, oldest first. */
export async function listOrganisations(store: Store): Promise<Organisation[]> {
  return inKnowledge(store, readOrganisations)
}
