import { sql } from 'kysely'
import { deviceKey, isDistributionKey, layerOfKey, nameKey, nameOfKey, scopeOfKey } from '../model/index.ts'
import type { PackageKey } from '../model/index.ts'
import type { Transaction } from './transaction.ts'

/** Makes sure that each key has a row, with the names it answers to. Returns the id of each; those that were there do not change. */
export async function addPackageKeys(
  trx: Transaction,
  keys: ReadonlySet<PackageKey>,
): Promise<Map<PackageKey, number>> {
  const known = await packageKeyIds(trx, keys)
  const missing = [...keys].filter((key) => !known.has(key)).sort()
  if (missing.length === 0) return known
  const rows = missing.map(toRow)
  const column = (name: keyof KeyRow): (string | null)[] => rows.map((row) => row[name])
  await sql`
    insert into package_key (key, name_key, device_key, scope, packaged, layer)
    select key, name_key, device_key, scope, packaged::boolean, layer
    from unnest(${column('key')}::text[], ${column('name')}::text[], ${column('device')}::text[], ${column('scope')}::text[],
      ${column('packaged')}::text[], ${column('layer')}::text[]) as missing (key, name_key, device_key, scope, packaged, layer)
    on conflict (key) do nothing`.execute(trx.query)
  return new Map([...known, ...(await packageKeyIds(trx, new Set(missing)))])
}

/** The ids of those keys that have a row. */
export async function packageKeyIds(trx: Transaction, keys: ReadonlySet<PackageKey>): Promise<Map<PackageKey, number>> {
  const { rows } = await sql<{ key: PackageKey; key_id: number }>`
    select key, key_id from package_key where key = any(${[...keys]}::text[])`.execute(trx.query)
  return new Map(rows.map((row) => [row.key, row.key_id]))
}

interface KeyRow {
  readonly key: string
  readonly name: string
  readonly device: string | null
  readonly scope: string | null
  readonly packaged: 'true' | 'false'
  readonly layer: string
}

function toRow(key: PackageKey): KeyRow {
  return {
    key,
    name: nameKey(nameOfKey(key)) ?? key,
    device: toDeviceKey(key) ?? null,
    scope: (key.startsWith('cpe/') ? key : scopeOfKey(key)) ?? null,
    packaged: isDistributionKey(key) ? 'true' : 'false',
    layer: layerOfKey(key),
  }
}

/** Hardware, firmware and applications of a maker are also found by the device's own maker and model. */
function toDeviceKey(key: PackageKey): PackageKey | undefined {
  const [type, , vendor, product] = key.split('/')
  return type === 'cpe' && vendor !== undefined && product !== undefined ? deviceKey(vendor, product) : undefined
}
