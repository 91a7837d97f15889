import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { Doubt, PackageKey, SbomId, Truth } from '../model/index.ts'
import { namedAs } from './judged.ts'
import type { Judged } from './judged.ts'
import { partColumns, withKeys } from './part-support.ts'
import type { KeyedPartRow } from './part-support.ts'
import type { Transaction } from './transaction.ts'

/** More parts than all SBOMs of a country list. */
const mostParts = 5_000_000

/** What is said of the support of a component: 2 it has ended, 1 cannot tell, 0 it goes on. */
export interface SupportSaid {
  readonly truth: Truth
  readonly doubt: Doubt | null
}

/** What a question about support has found. `words`: only of components that have, for each word asked, one of those it stands for. */
export interface SupportNamed {
  readonly parts: readonly (SupportSaid & { readonly componentId: number })[]
  /** Releases of distributions by their scope, `deb/debian:12`: all packages of one end together. */
  readonly releases: readonly (SupportSaid & { readonly scope: string })[]
  readonly words: readonly (readonly string[])[]
}

/** Components by how far they are supported. Those that the words name and nothing is known of cannot be told. */
export function judgedBySupport({ parts, releases, words }: SupportNamed): Judged {
  const isAsked = words.length === 0 ? sql`true` : sql`component_id in (${componentsOfWords(words)})`
  const untold = sql`
    union all
    select component_id, 1, ${'supportNotTold' satisfies Doubt}, 5, null::integer[]
    from (${componentsOfWords(words)}) as asked
    where component_id not in (select component_id from released) and component_id not in (select component_id from parts)`
  return namedAs(sql`
    with parts as materialized (
      select component_id, truth, doubt
      from unnest(${parts.map(({ componentId }) => componentId)}::integer[], ${parts.map(({ truth }) => truth)}::integer[],
        ${parts.map(({ doubt }) => doubt)}::text[]) as part (component_id, truth, doubt)
    ),
    release as materialized (
      select key_id, truth, release.doubt
      from unnest(${releases.map(({ scope }) => scope)}::text[], ${releases.map(({ truth }) => truth)}::integer[],
        ${releases.map(({ doubt }) => doubt)}::text[]) as release (scope, truth, doubt)
      join package_key on package_key.packaged and package_key.scope = release.scope
    ),
    released as materialized (
      select distinct on (component_id) component_id, truth, release.doubt
      from keys_asked(array(select key_id from release)) as key join release using (key_id)
      where key.doubt is distinct from 'ancestorOnly'
      order by component_id, truth desc, release.doubt
    )
    select component_id, truth, doubt, 1 as tier, null::integer[] as aliases from released where ${isAsked}
    union all
    select component_id, truth, doubt, 2, null from parts
    where ${isAsked} and component_id not in (select component_id from released)
    ${words.length === 0 ? sql`` : untold}`)
}

function componentsOfWords(words: readonly (readonly string[])[]): RawBuilder<unknown> {
  const each = words.map((some) => sql`select component_id from components_with_words(${some}::text[])`)
  return sql.join(each, sql` intersect `)
}

/** The scopes of distributions' packages: `deb/debian:12`, or `deb/debian` of packages that tell no release. */
export async function scopesOfReleases(trx: Transaction): Promise<string[]> {
  const { rows } = await sql<{ scope: string }>`
    select distinct scope from package_key where packaged and scope is not null order by scope limit ${mostParts}`.execute(
    trx.query,
  )
  return rows.map(({ scope }) => scope)
}

/** Components that may be one of some products, or an operating system, with the keys that say so. */
export async function partsUnder(trx: Transaction, keys: readonly PackageKey[]): Promise<KeyedPartRow[]> {
  const { rows } = await sql<KeyedPartRow>`
    with asked as materialized (select key_id, key from package_key where key = any(${keys}::text[])),
    keyed as materialized (
      select component_id, json_agg(json_build_object('key', asked.key, 'doubt', key.doubt) order by asked.key) as keys
      from keys_asked(array(select key_id from asked)) as key join asked using (key_id)
      where key.doubt is null or key.doubt in ('otherFeedOnly', 'versionUnknown', 'ancestorOnly')
      group by component_id
    ),
    meant as (
      select component_id from keyed union select component_id from readable_component where type = 'operating-system'
    )
    select component_id as "componentId", ${partColumns}, coalesce(keyed.keys, '[]') as keys
    from meant join readable_component component using (component_id) left join keyed using (component_id)
    order by component_id
    limit ${mostParts}`.execute(trx.query)
  return rows
}

/** Some components with those of their keys that name one of some products, or a package of a distribution. */
export async function partsById(
  trx: Transaction,
  componentIds: readonly number[],
  keys: readonly PackageKey[],
): Promise<KeyedPartRow[]> {
  const { rows } = await sql<Omit<KeyedPartRow, 'keys'>>`
    select component_id as "componentId", ${partColumns}
    from readable_component component
    where component_id = any(${componentIds}::integer[])
    order by component_id
    limit ${mostParts}`.execute(trx.query)
  return withKeys(trx, rows, keys)
}

/** What an SBOM states of the support of a part. */
export interface StatedEndRow {
  readonly sbomId: number
  readonly componentId: number
  readonly endOfSupport: string
}

/** What some SBOMs state of the support of their parts. */
export async function statedEnds(trx: Transaction, sbomIds: readonly number[]): Promise<StatedEndRow[]> {
  const { rows } = await sql<StatedEndRow>`
    select distinct sbom_id as "sbomId", component_id as "componentId", end_of_support as "endOfSupport"
    from readable_sbom_component
    where sbom_id = any(${sbomIds}::integer[]) and end_of_support is not null and deployed
    order by sbom_id, component_id, end_of_support
    limit ${mostParts}`.execute(trx.query)
  return rows
}

/** Of some SBOMs those whose every deployed part, but the device itself, is among what is named or told by the SBOM itself. */
export async function wholeSboms(
  trx: Transaction,
  judged: Judged,
  {
    sbomIds,
    told,
  }: { readonly sbomIds: readonly number[]; readonly told: readonly Omit<StatedEndRow, 'endOfSupport'>[] },
): Promise<SbomId[]> {
  if (sbomIds.length === 0) return []
  const { rows } = await sql<{ sbomId: SbomId }>`
    with ${judged},
    told as materialized (
      select * from unnest(${told.map(({ sbomId }) => sbomId)}::integer[], ${told.map(({ componentId }) => componentId)}::integer[])
        as each (sbom_id, component_id)
    )
    select sbom_id as "sbomId"
    from readable_sbom sbom
    where sbom_id = any(${sbomIds}::integer[])
      and not exists (
        select from readable_sbom_component line
        where line.sbom_id = sbom.sbom_id and line.deployed and line.ordinal is distinct from sbom.root_ordinal
          and line.component_id not in (select component_id from named)
          and not exists (select from told where told.sbom_id = line.sbom_id and told.component_id = line.component_id)
      )
    order by sbom_id
    limit ${mostParts}`.execute(trx.query)
  return rows.map(({ sbomId }) => sbomId)
}
