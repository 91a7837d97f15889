import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { askingOf, awakeKeys, settledReleases, storedComponents } from './asking.ts'
import { matchColumns, matchesOfComponents, matchesOfFlaws } from './matching.ts'
import type { Sides } from './matching.ts'
import { rematchEverything } from './rematch-all.ts'
import type { RematchProgress } from './rematch-all.ts'
import type { Transaction } from './transaction.ts'
import { noteRematch, writeFindings } from './write-findings.ts'
import type { RematchResult } from './write-findings.ts'

/** From so many changed flaws or components on, matching everything again is cheaper than one after the other. */
const MANY_FLAWS = 5_000
const MANY_COMPONENTS = 30_000

/**
 * Brings findings up to date with what changed since the last rematch: the flaws whose ranges and the components whose keys or feed
 * coverage changed. Gives the very findings of a full rematch; those that still hold are not rewritten.
 */
export async function rematchStale(
  trx: Transaction,
  onProgress: (progress: RematchProgress) => void,
): Promise<RematchResult> {
  const due = await takeDue(trx)
  if (due.flaws > MANY_FLAWS || due.components > MANY_COMPONENTS) return rematchEverything(trx, onProgress)
  onProgress({ done: 0, total: 1 })
  const result =
    due.flaws + due.components === 0
      ? { opened: 0, closed: 0 }
      : await writeFindings(trx, matchesOfDue(due), { flaws: sql`due_vulnerability`, components: sql`due_component` })
  await noteRematch(trx, 'incremental', result)
  return result
}

/** Only sides that have something to match: a plan of both takes as long to make as matching the new components of an SBOM. */
function matchesOfDue(due: Due): RawBuilder<unknown> {
  const flaws = sql`(select vulnerability_id, true as has_others, true as has_conditions from due_vulnerability)`
  const isMeant =
    due.flaws === 0
      ? sql`true`
      : sql`not exists (select from due_vulnerability due where due.vulnerability_id = range.vulnerability_id)`
  const sides = [
    ...(due.flaws > 0 ? [matchesOfFlaws(stored, flaws)] : []),
    ...(due.components > 0 ? [matchesOfComponents(stored, sql`due_component`, isMeant)] : []),
  ]
  return sql.join(
    sides.map((side) => sql`select ${matchColumns} from (${side}) as met`),
    sql` union all `,
  )
}

/** Whether something waits for a rematch: until then findings do not speak of it, and their silence means nothing. */
export async function isStale(trx: Transaction): Promise<boolean> {
  const { rows } = await sql<{ stale: boolean }>`
    select exists (select from stale_vulnerability) or exists (select from stale_component) as stale`.execute(trx.query)
  return rows[0]?.stale === true
}

/** Matches everything again. The reference for `rematchStale`, and the way back should findings ever be in doubt. */
export async function rematchAll(
  trx: Transaction,
  onProgress: (progress: RematchProgress) => void,
): Promise<RematchResult> {
  await takeDue(trx)
  return rematchEverything(trx, onProgress)
}

/** The stored components as they are, looked up key by key. */
const stored: Sides = {
  asking: askingOf(awakeKeys(storedComponents.keys), storedComponents.orders),
  settled: settledReleases(storedComponents.keys),
  lookedAt: sql`(select key_id, null::text as scheme, null::text as shape, true as has_unknown from package_key)`,
}

/** How many changed. */
interface Due {
  readonly flaws: number
  readonly components: number
}

/**
 * Takes over what waits for a rematch, one rematch at a time; nobody who loads or adds has to wait. What comes meanwhile waits for the next:
 * each statement sees at least what was taken.
 */
async function takeDue(trx: Transaction): Promise<Due> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rematch', 0))`.execute(trx.query)
  await sql`create temporary table if not exists due_vulnerability (vulnerability_id integer primary key) on commit delete rows`.execute(
    trx.query,
  )
  await sql`
    create temporary table if not exists due_component (component_id integer primary key, is_new boolean not null) on commit delete rows`.execute(
    trx.query,
  )
  const { rows } = await sql<Due>`
    with stale_flaw as (
      delete from stale_vulnerability returning vulnerability_id
    ),
    stale as (
      delete from stale_component returning component_id, is_new
    ),
    flaw as (
      insert into due_vulnerability select distinct vulnerability_id from stale_flaw returning 1
    ),
    component as (
      insert into due_component select component_id, bool_or(is_new) from stale group by component_id returning 1
    )
    select (select count(*)::integer from flaw) as flaws, (select count(*)::integer from component) as components`.execute(
    trx.query,
  )
  return rows[0] ?? { flaws: 0, components: 0 }
}
