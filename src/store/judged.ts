import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { nameKey, nameOfKey } from '../model/index.ts'
import type { Cpe, Doubt, PackageKey, VersionRange } from '../model/index.ts'
import { toAttributes } from './ranges.ts'
import { alive } from './vulnerabilities.ts'

/**
 * The components a question speaks of: SQL for common table expressions, the last of which is `named (component_id, truth, doubt, tier,
 * range_id, advisory_id, condition)`. truth: 2 affected or contained, 1 cannot tell, 0 named but not affected; it may depend on a
 * configuration (advisory_id, condition). Whoever lists them: they meet readable SBOMs before anything is counted or shown. One builder for
 * each kind of question.
 */
export type Judged = RawBuilder<unknown>

const columns = sql`component_id, truth, doubt, tier, range_id, advisory_id, condition`

/** Components `(component_id, truth, doubt, tier)` that a question names for what they are. */
function namedAs(components: RawBuilder<unknown>): Judged {
  return sql`
    named as materialized (
      select component_id, truth, doubt::text, tier::integer, null::integer as range_id, null::integer as advisory_id, null::integer as condition
      from (${components}) as each
    )`
}

/** A flaw by its ids over all feeds, at an instant or now. */
export interface FlawAsked {
  readonly members: readonly number[]
  /** Only distributions' packages have ranges. */
  readonly isOnlyPackaged: boolean
  readonly asOf?: string | undefined
}

/**
 * Components that a flaw reaches, may reach, or names in a version that is not affected.
 * A distribution or hardware that is named beside the flawed software proves nothing when its own version is another.
 * Where only distributions' packages have ranges, the same product under another identity cannot be told.
 */
export function judgedByFlaw({ members, isOnlyPackaged, asOf }: FlawAsked): Judged {
  const ofFlaw = (table: string) => sql`${sql.ref(`${table}.vulnerability_id`)} = any(${members}::integer[])`
  return sql`
    found as materialized (
      select component_id, case when doubt is null then 2 else 1 end as truth, doubt::text, finding.tier::integer, finding.range_id,
        range.advisory_id, range.condition
      from finding
      left join affected_range range on range.range_id = case when finding.conditional then finding.range_id end
      where ${ofFlaw('finding')} and ${alive('finding', asOf)}
    ),
    spoken as materialized (
      select key_id, name_key, packaged, layer, min(range_id) as range_id
      from affected_range join package_key using (key_id)
      where ${ofFlaw('affected_range')} and ${alive('affected_range', asOf)}
      group by key_id, name_key, packaged, layer
    ),
    outside as (
      select key.component_id, 0 as truth, null::text as doubt, min(key.tier)::integer as tier, min(range_id) as range_id
      from keys_asked(array(select key_id from spoken where layer not in ('distribution', 'hardware'))) as key
      join spoken using (key_id)
      where key.doubt is null and component_id not in (select component_id from found)
      group by key.component_id
    ),
    ${isOnlyPackaged ? elsewhere : sql`elsewhere as (select * from outside where false)`},
    named as materialized (
      select ${columns} from found
      union all
      select *, null, null from outside
      union all
      select *, null, null from elsewhere
    )`
}

/** The same product under another identity, where distributions' packages are all that has ranges. */
const elsewhere = sql`
  elsewhere as (
    select key.component_id, 1 as truth, ${'otherFeedOnly' satisfies Doubt}::text as doubt, 5 as tier, min(range_id) as range_id
    from spoken
    join package_key on package_key.name_key = spoken.name_key and not package_key.packaged
    cross join lateral keys_asked(array[package_key.key_id]) as key
    where component_id not in (select component_id from found)
      and not exists (
        select from readable_component_key other join package_key release using (key_id)
        where other.component_id = key.component_id and release.packaged
        offset 0
      )
    group by key.component_id
  )`

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
export function judgedByName(name: PackageKey, tests: readonly SchemeTest[]): Judged {
  return namedAs(sql`
    with keyed as materialized (
      select key.component_id, key.scheme, key.shape, key.version_key, key.tier::integer, key.doubt, package_key.packaged,
        starts_with(package_key.key, 'name/') as is_name, starts_with(package_key.key, 'cpe/') as is_cpe
      from keys_asked(array(select key_id from package_key where name_key = ${name})) as key
      join package_key using (key_id)
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
    select component_id, 1, ${'nameOnly' satisfies Doubt}, 5 from resembling where truth > 0`)
}

/** What a purl or a CPE asks for. */
export interface KeysAsked {
  /** A `*` stands for anything: every release of a distribution, every vendor. */
  readonly keys: readonly string[]
  /** Folded names of the same software, by which a component without such an identifier may be meant. */
  readonly names: readonly string[]
  /** The version asked for, in every scheme; empty: any. */
  readonly tests: readonly SchemeTest[]
  readonly cpe?: Cpe
}

/**
 * Components that have one of the keys. One of the same name that has no key of that kind at all cannot be told: its SBOM may have left the
 * identifier out.
 */
export function judgedByKeys({ keys, names, tests, cpe }: KeysAsked): Judged {
  const kinds = [...new Set(keys.map((key) => key.slice(0, key.indexOf('/'))))]
  const isPackage = kinds.some((kind) => ['deb', 'rpm', 'apk', 'alpm'].includes(kind))
  return namedAs(sql`
    with compared as materialized (
      select key.component_id, key.tier::integer, key.version_key,
        least(${truthOfTests(tests)}, case when key.doubt = 'versionUnknown' then 1 else 2 end) as truth
      from keys_asked(array(select key_id from package_key where ${isOneOf(keys)})) as key
      cross join lateral (select key.scheme, key.shape, key.version_key) as named
      where (key.doubt is null or key.doubt <> 'ancestorOnly')
        and attributes_agree(${toAttributes(cpe)}::text[], key.attributes)
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
    select component_id, 1, ${'nameOnly' satisfies Doubt}, 5 from named where truth > 0`)
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
    select component_id, 2 as truth, null as doubt, 1 as tier
    from readable_component
    where hashes && ${algorithms.map((algorithm) => `${algorithm}:${hex}`)}::text[]`)
}

/** Components that have, for each word asked, one of the words it stands for. */
export function judgedByWords(alternatives: readonly (readonly string[])[]): Judged {
  if (alternatives.length === 0)
    return namedAs(sql`select 0 as component_id, 0 as truth, null as doubt, 0 as tier where false`)
  const each = alternatives.map((words) => sql`select component_id from components_with_words(${words}::text[])`)
  return namedAs(sql`
    select component_id, 2 as truth, null as doubt, 5 as tier
    from (${sql.join(each, sql` intersect `)}) as component`)
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
      tier
    from ${compared}
    order by component_id, truth desc, tier`
}

/** A pattern for LIKE in which only the `*` of the key stands for anything. */
function toLikePattern(key: string): string {
  return key.replace(/[%_\\]/g, String.raw`\$&`).replaceAll('*', '%')
}
