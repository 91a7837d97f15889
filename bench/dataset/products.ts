import type { Client } from 'pg'
import { below, seededRandom, shuffle } from '../random.ts'
import { madeUpVersion } from './made-up-feed.ts'
import { wellKnown } from './well-known.ts'

/** A piece of software with the versions of it that devices hold, the most common first. */
export interface Product {
  /** Its package key in some feed; absent for what no feed knows. */
  readonly key?: string
  readonly name: string
  readonly versions: readonly string[]
}

/** Share of the components that no feed knows: parts of makers' own, and names that no database has. */
const UNKNOWN_SHARE = 0.4

/** Most versions of one product, in a whole nation; the Linux kernel alone has thousands in the feeds. */
const MOST_VERSIONS = 4_000
const KEYS_AT_ONCE = 2_000
const MEAN_UNKNOWN_VERSIONS = 3
const SPARE = 1.1

/**
 * Software in the order of how common it is, with about `components` versions in all: the well-known first, then what feeds know and what
 * none knows, mixed. Versions of known software are those that its ranges name, so they lie on the very edges of ranges.
 */
export async function drawProducts(client: Client, components: number, scale: number): Promise<Product[]> {
  const random = seededRandom('products')
  const wanted = Math.round(components * (1 - UNKNOWN_SHARE) * SPARE)
  const known = await knownProducts(client, wanted, Math.max(6, Math.round(MOST_VERSIONS * scale)))
  const first = wellKnown.flatMap((key) => known.find((product) => product.key === key) ?? [])
  const others = known.filter((product) => !first.includes(product))
  return [...first, ...shuffle(random, [...others, ...unknownProducts(components)])]
}

async function knownProducts(client: Client, wanted: number, mostVersions: number): Promise<Product[]> {
  const random = seededRandom('known products')
  const { rows: keys } = await client.query<{ id: number }>(keysInOrderOfChance, [wellKnown])
  const products: Product[] = []
  let found = 0
  for (let from = 0; from < keys.length && found < wanted; from += KEYS_AT_ONCE) {
    const ids = keys.slice(from, from + KEYS_AT_ONCE).map(({ id }) => id)
    const { rows } = await client.query<{ key: string; texts: string[] }>(rangesOfKeys, [ids])
    for (const { key, texts } of rows) {
      const versions = shuffle(random, versionsIn(texts)).slice(0, mostVersions)
      if (found >= wanted) break
      products.push({ key, name: nameIn(key), versions: versions.length > 0 ? versions : [madeUpVersion(random)] })
      found += Math.max(versions.length, 1)
    }
  }
  return products
}

const keysInOrderOfChance = `
  select key_id as id
  from package_key
  where exists (select from affected_range range where range.key_id = package_key.key_id)
  order by key <> all($1), md5(key)`

const rangesOfKeys = `
  select key, array_agg(distinct range_text order by range_text) as texts
  from unnest($1::integer[]) with ordinality as asked (key_id, place)
  join package_key using (key_id)
  join affected_range using (key_id)
  group by key, place
  order by place`

function versionsIn(texts: readonly string[]): string[] {
  const versions = texts.flatMap((text) => [...text.matchAll(/[<>=]+ ([^\s]+)/g)].map(([, version = '']) => version))
  return [...new Set(versions)].filter((version) => version !== '' && version !== '0' && version.length < 60)
}

function nameIn(key: string): string {
  return decodeURIComponent(
    key
      .split('/')
      .at(-1)
      ?.replace(/%(?![0-9a-f]{2})/gi, '%25') ?? key,
  )
}

const syllables = 'ka lo mi ren tas vo del pra sin ube cor nex dio fal gri hem'.split(' ')

function* unknownProducts(components: number): Generator<Product> {
  const random = seededRandom('unknown products')
  let left = Math.round(components * UNKNOWN_SHARE * SPARE)
  for (let number = 0; left > 0; number += 1) {
    const count = 1 + Math.floor(-Math.log(1 - random()) * (MEAN_UNKNOWN_VERSIONS - 0.5))
    const words = Array.from({ length: 2 + below(random, 2) }, () => syllables[below(random, syllables.length)])
    const versions = new Set(Array.from({ length: count }, () => madeUpVersion(random)))
    yield { name: `${words.join('')}-${number}`, versions: [...versions] }
    left -= versions.size
  }
}
