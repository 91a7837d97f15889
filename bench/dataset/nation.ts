import type { Client } from 'pg'
import { rematch } from '../../src/flows/index.ts'
import type { Store } from '../../src/store/index.ts'
import { storeComponents } from './components.ts'
import { storeDevices } from './devices.ts'
import { storeModels } from './models.ts'
import { storeOrganisations } from './organisations.ts'
import { drawProducts } from './products.ts'
import type { Progress } from './progress.ts'
import { storeSboms } from './sboms.ts'
import { sizesAt } from './sizes.ts'

/** Fills a database that holds the feeds with the nation, and matches it. `client` is connected to it above all walls. */
export async function fillNation(store: Store, client: Client, scale: number, progress: Progress): Promise<void> {
  const sizes = sizesAt(scale)
  await client.query('set session_replication_role = replica') // no check of each of 10^7 references, which are right
  progress.step('software drawn')
  const products = await drawProducts(client, sizes.components, scale)
  const components = await storeComponents(store, products, sizes.components, progress)
  progress.step('models and organisations')
  const models = await storeModels(store, client, sizes)
  const organisations = await storeOrganisations(client, models, sizes)
  await storeSboms(client, sizes, { models, organisations, components }, progress)
  await storeDevices(client, organisations, models, progress)
  await client.query(`analyze ${loaded.join(', ')}`)
  progress.step('full rematch')
  await rematch(store, 'all')
}

/** What was filled past the product's own statements, which see to fresh statistics themselves. */
const loaded = [
  'sbom',
  'sbom_component',
  'posting',
  'further_posting',
  'sbom_target',
  'device',
  'device_count',
  'device_sbom',
]
