import { sql } from 'kysely'
import { deviceKey, isDistributionKey, layerOfKey, nameKey, nameOfKey, scopeOfKey } from '../model/index.ts'
import type { PackageKey } from '../model/index.ts'
import { copyRows } from './copy.ts'
import type { CopyValue } from './copy.ts'
import type { Transaction } from './transaction.ts'

/** Makes sure that each key has a row, with the names it answers to. New keys get an id; nothing else changes. */
export async function addPackageKeys(trx: Transaction, keys: ReadonlySet<PackageKey>): Promise<void> {
  if (keys.size === 0) return
  await sql`create temporary table if not exists staged_key (key text, name_key text, device_key text, scope text, packaged boolean, layer text) on commit drop`.execute(
    trx.query,
  )
  await sql`truncate staged_key`.execute(trx.query)
  await copyRows(trx, 'staged_key', ['key', 'name_key', 'device_key', 'scope', 'packaged', 'layer'], toRows(keys))
  await sql`
    insert into package_key (key, name_key, device_key, scope, packaged, layer)
    select key, name_key, device_key, scope, packaged, layer
    from staged_key
    where not exists (select from package_key known where known.key = staged_key.key)
    order by key
    on conflict (key) do nothing`.execute(trx.query)
}

function* toRows(keys: Iterable<PackageKey>): Generator<CopyValue[]> {
  for (const key of keys) {
    const name = nameKey(nameOfKey(key)) ?? key
    yield [
      key,
      name,
      toDeviceKey(key),
      key.startsWith('cpe/') ? key : scopeOfKey(key),
      isDistributionKey(key),
      layerOfKey(key),
    ]
  }
}

/** Hardware, firmware and applications of a maker are also found by the device's own maker and model. */
function toDeviceKey(key: PackageKey): PackageKey | undefined {
  const [type, , vendor, product] = key.split('/')
  return type === 'cpe' && vendor !== undefined && product !== undefined ? deviceKey(vendor, product) : undefined
}
