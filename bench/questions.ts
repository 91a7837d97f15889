import { existsSync } from 'node:fs'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import type { Nation } from './dataset.ts'
import { listedIn } from '../test/postings.ts'
import { below, seededRandom } from './random.ts'

/** What is asked of a made-up nation; chosen once for each, by seed. */
export interface Questions {
  /** CVEs that some component of the fleet meets, in an order of chance. */
  readonly met: readonly string[]
  /** CVEs of all, most of which the fleet does not meet. */
  readonly any: readonly string[]
  /** Those that components of the most SBOMs meet, the most first. */
  readonly hot: readonly FlawReach[]
  /** Those with a configuration of several parts that the most SBOMs meet one part of. */
  readonly conditional: readonly FlawReach[]
  /** Words that components are searched by, in an order of chance. */
  readonly words: readonly string[]
  /** The same words with one letter wrong. */
  readonly typos: readonly string[]
  /** `openssl < 1.1.1` and the like: a name that many SBOMs list, and one of its versions. */
  readonly ranges: readonly string[]
}

/** A flaw with how many SBOMs list a component that meets it. */
export interface FlawReach {
  readonly name: string
  readonly sboms: number
}

const SAMPLES = 200
const HOTTEST = 10

/** Chooses the questions for a made-up nation, or reads those chosen before: they lie beside its database. */
export async function questionsFor({ server, made }: Nation): Promise<Questions> {
  const file = join(server.dataFolder, `questions-${made}.json`)
  if (existsSync(file)) return JSON.parse(await readFile(file, 'utf8')) as Questions
  const client = await server.connectTo(made)
  const words = await textsOf(client, wordsByChance)
  const questions: Questions = {
    met: await textsOf(client, metByChance),
    any: await textsOf(client, anyByChance),
    hot: await reachOf(client, 'true'),
    conditional: await reachOf(client, 'conditional'),
    words,
    typos: words.map(misspelt),
    ranges: await textsOf(client, rangesByChance),
  }
  await client.end()
  await writeFile(file, JSON.stringify(questions, undefined, 2))
  return questions
}

async function textsOf(client: Client, query: string): Promise<string[]> {
  const { rows } = await client.query<{ text: string }>(query, [SAMPLES])
  return rows.map(({ text }) => text)
}

const metByChance = `
  select name as text
  from vulnerability
  where name like 'CVE-%' and exists (
    select from finding join posting using (component_id)
    where finding.vulnerability_id = vulnerability.vulnerability_id and valid_to = 'infinity'
  )
  order by md5(name) limit $1`

const anyByChance = `select name as text from vulnerability where name like 'CVE-%' order by md5(name) limit $1`

const wordsByChance = `
  select word as text
  from (select word, count(*) as components from component_word group by word) as used
  where word ~ '^[a-z]{4,14}$'
  order by md5(word) limit $1`

const rangesByChance = `
  with listed as (
    select component_id, name, version, sboms
    from component join ${listedIn} as listed using (component_id)
    where version ~ '^[0-9]+(\\.[0-9]+){1,3}$' and name ~ '^[a-z][a-z0-9_-]{2,30}$'
  ),
  common as (select name, sum(sboms) as sboms from listed group by name order by sboms desc, name limit 50)
  select name || ' < ' || version as text
  from (select distinct on (name, place) * from (
    select name, version, row_number() over (partition by name order by md5(version)) as place from listed join common using (name)
  ) as each where place <= 4 order by name, place, version) as asked
  order by md5(name || version) limit $1`

/** The vulnerabilities whose components the most SBOMs list, counted exactly among those with the most listings. */
async function reachOf(client: Client, condition: string): Promise<FlawReach[]> {
  const { rows } = await client.query<{ name: string; sboms: number }>(
    `with candidate as (
       select vulnerability_id
       from finding join ${listedIn} as listed using (component_id)
       where valid_to = 'infinity' and ${condition}
       group by vulnerability_id
       order by sum(sboms) desc, vulnerability_id
       limit 200
     ),
     met as materialized (
       select distinct name, component_id
       from candidate join vulnerability using (vulnerability_id) join finding using (vulnerability_id)
       where finding.valid_to = 'infinity' and ${condition} and name like 'CVE-%'
     ),
     listed as materialized (
       select component_id, reader, sbom_id / 512 as bucket, bit_or(set_bit(0::bit(512), sbom_id % 512, 1)) as sbom_bits
       from posting cross join lateral ids_in(sbom_ids) as each (sbom_id)
       where component_id in (select component_id from met)
       group by component_id, reader, sbom_id / 512
       union all
       select component_id, reader, bucket, sbom_bits from further_posting where component_id in (select component_id from met)
     )
     select name, sum(sboms)::integer as sboms
     from (
       select name, reader, bucket, bit_count(bit_or(sbom_bits)) as sboms
       from met join listed using (component_id)
       group by name, reader, bucket
     ) as each
     group by name
     order by sboms desc, name
     limit $1`,
    [HOTTEST],
  )
  return rows
}

/** One letter replaced by another, or left out. */
function misspelt(word: string): string {
  const random = seededRandom('typo', word)
  const at = below(random, word.length)
  const other = String.fromCharCode(97 + ((word.charCodeAt(at) - 97 + 1 + below(random, 25)) % 26))
  return random() < 0.5 ? word.slice(0, at) + word.slice(at + 1) : word.slice(0, at) + other + word.slice(at + 1)
}
