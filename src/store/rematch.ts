import { sql } from 'kysely'
import { askingByKey, askingByName, awakeKeys, settledReleases, storedComponents } from './asking.ts'
import { disputesOfFlaw, matesOf } from './disputes.ts'
import { matchesOfComponents } from './matching-components.ts'
import { matchColumns, matchesOfFlaws } from './matching.ts'
import type { Sides } from './matching.ts'
import type { Asked } from './asking.ts'
import { rematchEverything } from './rematch-all.ts'
import type { DueIds, RematchProgress } from './rematch-all.ts'
import { withMatchesOf } from './rematch-many.ts'
import type { Transaction } from './transaction.ts'
import { noFlaw, nobody, noteRematch, writeFindings } from './write-findings.ts'
import type { Due, Replacement, RematchResult } from './write-findings.ts'

/** From so many changed flaws or components on, matching everything again is cheaper than one after the other. */
const MANY_FLAWS = 5_000
const MANY_COMPONENTS = 30_000

const FEW_FLAWS = 50
const FEW_COMPONENTS = 1_000

/** From so many components on, several processes of the server match them. */
const SHARED_COMPONENTS = 2_000

/**
 * Brings findings up to date with what changed since the last rematch: the flaws whose ranges and the components whose keys or feed
 * coverage changed. Gives the very findings of a full rematch; those that still hold are not rewritten.
 */
export async function rematchStale(
  trx: Transaction,
  onProgress: (progress: RematchProgress) => void,
): Promise<RematchResult> {
  const due = await takeDue(trx)
  if (due.flaws.length > MANY_FLAWS || due.components.length > MANY_COMPONENTS)
    return rematchEverything(trx, due, onProgress)
  onProgress({ done: 0, total: 1 })
  const result = await writeDue(trx, due)
  await noteRematch(trx, 'incremental', result)
  return result
}

/** One flaw or some components are what mostly is due; the statement for both takes the double to plan. */
async function writeDue(trx: Transaction, ids: DueIds): Promise<RematchResult> {
  const due = toDue(ids)
  const write = async (replacement: Omit<Replacement, 'due' | 'name'>, name: string): Promise<RematchResult> =>
    writeFindings(trx, { ...replacement, due, ...(isFew(ids) ? { name } : {}) })
  const [flaws, components] = [sql`due_vulnerability`, sql`due_component`]
  if (ids.components.length === 0 && ids.flaws.length === 0) return { opened: 0, closed: 0 }
  if (ids.components.length === 0) return write({ matches: ofDueFlaws, flaws, components: nobody }, 'rematch of flaws')
  if (ids.flaws.length === 0 && ids.components.length >= SHARED_COMPONENTS)
    return withMatchesOf(trx, ids.components, async (matches) =>
      writeFindings(trx, { due, matches, flaws: noFlaw, components }),
    )
  if (ids.flaws.length === 0) {
    const matches = matchesOfComponents(storedComponents, components, sql`true`)
    return write({ matches, flaws: noFlaw, components }, 'rematch of components')
  }
  const isMeant = sql`range.vulnerability_id not in (select vulnerability_id from due_vulnerability)`
  const matches = sql`
    select ${matchColumns} from (${ofDueFlaws}) as of_flaw
    union all
    select ${matchColumns} from (${matchesOfComponents(storedComponents, components, isMeant)}) as of_component`
  return write({ matches, flaws, components }, 'rematch of both')
}

/** Few enough for a plan that is made before it is known how many they are. */
function isFew({ flaws, components }: DueIds): boolean {
  return flaws.length <= FEW_FLAWS && components.length <= FEW_COMPONENTS
}

function toDue({ flaws, components, isNew }: DueIds): Due {
  return {
    flaws: sql`select unnest(${flaws}::integer[]) as vulnerability_id`,
    components: sql`select * from unnest(${components}::integer[], ${isNew}::boolean[]) as due (component_id, is_new)`,
  }
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
  return rematchEverything(trx, await takeDue(trx), onProgress)
}

const awake = awakeKeys(storedComponents.keys)

/** The stored components as they are, looked up key by key. */
const stored = {
  asking: askingByKey(awake),
  named: (spoken) => askingByName(awake, storedComponents.orders, spoken),
  settled: settledReleases(storedComponents.keys),
  lookedAt: sql`(select key_id, null::text as scheme, null::text as shape, true as has_unknown from package_key)`,
  ...storedComponents,
  disputes: disputesOfFlaw(storedComponents),
} satisfies Sides & Asked

const ofDueFlaws = matchesOfFlaws(
  stored,
  sql`(select vulnerability_id, true as has_others, true as has_conditions from due_vulnerability)`,
)

/**
 * Takes over what waits for a rematch, one rematch at a time; nobody who loads or adds has to wait. What comes meanwhile waits for the next:
 * each statement sees at least what was taken. What is said of a flaw under one of its names can be disputed under another.
 */
async function takeDue(trx: Transaction): Promise<DueIds> {
  await sql`select pg_advisory_xact_lock(hashtextextended('rematch', 0))`.execute(trx.query)
  const { rows } = await sql<DueIds>`
    with flaw as (
      delete from stale_vulnerability returning vulnerability_id
    ),
    stale as (
      delete from stale_component returning component_id, is_new
    ),
    component as (
      select component_id, bool_or(is_new) as is_new from stale group by component_id
    )
    select array(
        select distinct mate.vulnerability_id from flaw cross join lateral (${matesOf(sql`flaw.vulnerability_id`)}) as mate
      ) as flaws,
      coalesce(array_agg(component_id), '{}') as components, coalesce(array_agg(is_new), '{}') as "isNew"
    from component`.execute(trx.query)
  return rows[0] ?? { flaws: [], components: [], isNew: [] }
}
