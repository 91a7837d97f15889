import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { nameKey, nameOfKey } from '../model/index.ts'
import type { Cpe, Doubt, PackageKey, VersionRange } from '../model/index.ts'
import { reachRows } from './aliases.ts'
import type { ReachRow } from './aliases.ts'
import { namedAs } from './judged.ts'
import type { Judged } from './judged.ts'
import { toAttributes } from './ranges.ts'

/** A version test in the order of one scheme: its ranges together. */
export interface SchemeTest {
  readonly scheme: string
  readonly ranges: readonly VersionRange[]
}

/**
 * Components of a name whose version passes the tests; none: any version. Packages of a distribution are compared by their upstream
 * version, others in their own order, in which their names have a row. Where a CPE gives another version than the component, either will do.
 * One without any identifier whose name only holds the word ("OpenSSL Library") cannot be told.
 */
export function judgedByName(name: PackageKey, tests: readonly SchemeTest[], reach: readonly ReachRow[] = []): Judged {
  return namedAs(sql`
    with of_name as materialized (
      select key_id, packaged, starts_with(key, 'name/') as is_name, starts_with(key, 'cpe/') as is_cpe
      from package_key
      where name_key = any(${[name, ...namesOfTheSame([name], reach)]}::text[])
    ),
    keyed as materialized (
      select component_id, scheme, shape, version_key, tier::integer, doubt, packaged, is_name, is_cpe
      from keys_asked(array(select key_id from of_name)) as key join of_name using (key_id)
      where ${isOwn}
    ),
    ordered as materialized (
      select component_id,
        case
          when bool_or(packaged or doubt = 'releaseNotCovered') then 'natural'
          when bool_or(is_name) then coalesce(max(scheme) filter (where is_name and scheme <> 'natural'), 'natural')
          else (select scheme from readable_component component where component.component_id = keyed.component_id)
        end as scheme
      from keyed
      group by component_id
    ),
    named as (
      select distinct on (component_id) component_id, keyed.scheme, shape, version_key, tier
      from keyed join ordered using (component_id, scheme)
      order by component_id, is_name desc, tier
    ),
    compared as (
      select component_id, tier, ${truthOfTests(tests)} as truth, version_key from named
      union all
      select component_id, tier, 2, version_key
      from keyed as named
      where is_cpe and tier = 2 and ${truthOfTests(tests)} = 2
    ),
    worded as materialized (
      select component_id from components_with_words(array[${nameOfKey(name)}])
      except
      select component_id from keyed
    ),
    resembling as (
      select named.component_id, ${truthOfTests(tests)} as truth
      from worded join readable_component named using (component_id)
      where named.purls = '{}' and named.cpes = '{}'
    )
    select * from (${toColumns(sql`compared`)}) as named
    union all
    select component_id, 1, ${'nameOnly' satisfies Doubt}, 5, null::integer[] from resembling where truth > 0
    union all
    select * from (${reachedBy([name], reach)}) as reached where doubt is not null`)
}

/** What a purl or a CPE asks for. */
export interface KeysAsked {
  /** A `*` stands for anything: every release of a distribution, every vendor. */
  readonly keys: readonly string[]
  /** The same by any name of its maker: `madeKeyOf`. */
  readonly made: readonly string[]
  /** Folded names of the same software, by which a component without such an identifier may be meant. */
  readonly names: readonly string[]
  /** What the organisation's own aliases add up to. */
  readonly reach?: readonly ReachRow[]
  /** The version asked for, in every scheme; empty: any. */
  readonly tests: readonly SchemeTest[]
  readonly cpe?: Cpe
}

/**
 * Components that have one of the keys. One of the same name that has no key of that kind at all cannot be told: its SBOM may have left the
 * identifier out.
 */
export function judgedByKeys({ keys, names, made, tests, cpe, reach = [] }: KeysAsked): Judged {
  const kinds = [...new Set(keys.map((key) => key.slice(0, key.indexOf('/'))))]
  const isPackage = kinds.some((kind) => ['deb', 'rpm', 'apk', 'alpm'].includes(kind))
  return namedAs(sql`
    with compared as materialized (
      select key.component_id, key.tier::integer, key.version_key,
        least(${truthOfTests(tests)}, case when key.doubt = 'versionUnknown' then 1 else 2 end) as truth
      from keys_asked(array(select key_id from package_key where ${isOneOf([...keys, ...made])} or ${isAnyOf(namesOfTheSame([...keys, ...made], reach))})) as key
      cross join lateral (select key.scheme, key.shape, key.version_key) as named
      where (key.doubt is null or key.doubt <> 'ancestorOnly')
        and attributes_agree(${toAttributes(cpe)}::text[], key.attributes) and ${isOwn}
    ),
    meant as (
      select component_id, bool_or(by_name) as by_name
      from (
        select component_id, true as by_name
        from keys_asked(array(select key_id from package_key where key = any(${names.map((name) => `name/${name}`)}::text[])))
        union all
        select component_id, false from components_with_words(${names}::text[])
      ) as each
      group by component_id
    ),
    named as (
      select named.component_id, ${isPackage ? sql`1` : truthOfTests(tests)} as truth
      from meant join readable_component named using (component_id)
      where (meant.by_name or (named.purls = '{}' and named.cpes = '{}'))
        and not exists (
          select from readable_component_key own join package_key other using (key_id)
          where own.component_id = named.component_id and split_part(other.key, '/', 1) = any(${kinds}::text[])
        )
    )
    select * from (${toColumns(sql`compared`)}) as keyed
    union all
    select component_id, 1, ${'nameOnly' satisfies Doubt}, 5, null::integer[] from named where truth > 0
    union all
    select * from (${reachedBy([...keys, ...made], reach)}) as reached where doubt is not null`)
}

/** An index finds whole keys, and the few keys that have the name at the end of a pattern; a pattern that leaves the name open is held against each. */
function isOneOf(keys: readonly string[]): RawBuilder<unknown> {
  const [whole, patterns] = [keys.filter((key) => !key.includes('*')), keys.filter((key) => key.includes('*'))]
  const tests = patterns.map((pattern) => {
    const name = nameKey(nameOfKey(pattern as PackageKey))
    const isNamed = /\*[^/]*$/.test(pattern) || name === undefined ? sql`true` : sql`name_key = ${name}`
    return sql`(${isNamed} and key like ${toLikePattern(pattern)})`
  })
  return sql.join([sql`key = any(${whole}::text[])`, ...tests], sql` or `)
}

/** Components with this digest. */
export function judgedByHash(algorithms: readonly string[], hex: string): Judged {
  return namedAs(sql`
    select component_id, 2 as truth, null as doubt, 1 as tier, null::integer[] as aliases
    from readable_component
    where hashes && ${algorithms.map((algorithm) => `${algorithm}:${hex}`)}::text[]`)
}

/** Components that have, for each word asked, one of the words it stands for; and those that aliases bring under the name that the words make. */
export function judgedByWords(
  alternatives: readonly (readonly string[])[],
  name?: PackageKey,
  reach: readonly ReachRow[] = [],
): Judged {
  const reached = reachedBy(name === undefined ? [] : [name], reach)
  if (alternatives.length === 0) return namedAs(reached)
  const each = alternatives.map((words) => sql`select component_id from components_with_words(${words}::text[])`)
  return namedAs(sql`
    select component_id, 2 as truth, null as doubt, 5 as tier, null::integer[] as aliases
    from (${sql.join(each, sql` intersect `)}) as component
    union all
    ${reached}`)
}

/** 2 inside one of the ranges, 1 when that cannot be told, 0 outside all. Speaks of a row `named` with scheme, shape and version_key. */
function truthOfTests(tests: readonly SchemeTest[]): RawBuilder<unknown> {
  const hasTests = tests.some((test) => test.ranges.length > 0)
  if (!hasTests) return sql`2`
  const branches = tests.map(({ scheme, ranges }) => sql`when named.scheme = ${scheme} then ${truthOfRanges(ranges)}`)
  return sql`case when named.version_key is null then 1 ${sql.join(branches, sql` `)} else 1 end`
}

function truthOfRanges(ranges: readonly VersionRange[]): RawBuilder<unknown> {
  const each = ranges.map((range) => {
    if (range.is === 'all') return sql`2`
    if (range.is !== 'interval') return sql`1`
    const isIn = sql`${Buffer.from(range.lo)}::bytea <= named.version_key and named.version_key < ${Buffer.from(range.hi)}::bytea`
    return sql`(case when named.shape <> ${range.shape} then 1 when ${isIn} then 2 else 0 end)`
  })
  return sql`greatest(${sql.join(each)})`
}

function toColumns(compared: RawBuilder<unknown>): RawBuilder<unknown> {
  return sql`
    select distinct on (component_id) component_id, truth,
      case when truth = 1 then case when version_key is null then 'versionUnknown' else 'versionNotComparable' end end as doubt,
      tier, null::integer[] as aliases
    from ${compared}
    order by component_id, truth desc, tier`
}

/** What a component says of itself, or an alias that leaves no doubt says of it. */
const isOwn = sql`(key.doubt is null or key.doubt not in ('successorOnly', 'familyOnly'))`

/** Keys that the organisation's own aliases say are the very same, so that versions are compared as those of the keys themselves. */
function namesOfTheSame(keys: readonly string[], reach: readonly ReachRow[]): string[] {
  return reach.filter(({ toKey, doubt }) => doubt === undefined && keys.includes(toKey)).map(({ fromKey }) => fromKey)
}

function isAnyOf(keys: readonly string[]): RawBuilder<unknown> {
  return keys.length === 0 ? sql`false` : sql`(key = any(${keys}::text[]) or made_key = any(${keys}::text[]))`
}

/** Components that aliases bring under these keys: what is the very same is contained, a successor or a family cannot tell. */
function reachedBy(keys: readonly string[], reach: readonly ReachRow[]): RawBuilder<unknown> {
  const own = reach.filter(({ toKey }) => keys.includes(toKey))
  const byOwn = sql`
    union all
    select distinct key.component_id, reach.doubt, reach.aliases
    from ${reachRows(own)} as reach
    join package_key on reach.from_key in (package_key.key, package_key.made_key)
    cross join lateral keys_asked(array[package_key.key_id]) as key`
  return sql`
    select component_id, case when doubt is null then 2 else 1 end as truth, doubt::text, 5 as tier, aliases
    from (
      select component_id, doubt, aliases from reached_by_alias(${keys}::text[])
      ${own.length === 0 ? sql`` : byOwn}
    ) as reached`
}

/** A pattern for LIKE in which only the `*` of the key stands for anything. */
function toLikePattern(key: string): string {
  return key.replace(/[%_\\]/g, String.raw`\$&`).replaceAll('*', '%')
}
