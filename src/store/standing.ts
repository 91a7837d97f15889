import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import type { FleetTarget, JudgingSbom, OrganisationId, SbomFacts } from '../model/index.ts'
import { rowsByKeptPlan } from './kept-plan.ts'
import { isNotLaterThan } from './snapshot.ts'
import type { Transaction } from './transaction.ts'
import { alive } from './vulnerabilities.ts'

/** What an organisation's model versions stand on before anything is asked: how many devices, and which SBOMs describe them. */
export interface Standing {
  readonly byModel: ReadonlyMap<number, ModelStanding>
  /** Those with devices in scope, as they are judged when nothing narrows the fleet. */
  readonly targets: readonly FleetTarget[]
  readonly outOfScope: OutOfScope
}

/** How many devices no answer speaks of, by why. */
export interface OutOfScope {
  readonly scrapped: number
  readonly noSoftware: number
}

interface ModelStanding extends OutOfScope {
  readonly told: FleetTarget['told']
  /** In scope. */
  readonly devices: number
  readonly sboms: readonly JudgingSbom[]
}

/** A standing with the state of the database that it was read from (`pg_snapshot`). */
interface KeptStanding extends Standing {
  readonly snapshot: string
}

/** What servers keep in memory of each organisation; nobody is ever given that of another. */
export interface KeptStandings {
  /** The one object for these facts: SBOMs that say the same are judged alike. */
  readonly factsOf: (facts: SbomFacts) => SbomFacts
  readonly find: (organisationId: OrganisationId) => KeptStanding | undefined
  readonly keep: (organisationId: OrganisationId, standing: KeptStanding) => void
}

/** Some 400 bytes each: 60 MB in all, seven nations or a hundred large hospitals. */
const MOST_KEPT = 150_000

/** Keeps standings until they are more than memory should hold; then those that were not used for longest go. */
export function keepStandings(most = MOST_KEPT): KeptStandings {
  const kept = new Map<OrganisationId, KeptStanding>()
  const facts = new Map<string, SbomFacts>()
  const take = (organisationId: OrganisationId, standing: KeptStanding): void => {
    kept.delete(organisationId)
    kept.set(organisationId, standing) // the last is the one used last
  }
  return {
    factsOf: (each) => {
      const words = JSON.stringify(each)
      const known = facts.get(words) ?? each
      facts.set(words, known)
      return known
    },
    find: (organisationId) => {
      const standing = kept.get(organisationId)
      if (standing !== undefined) take(organisationId, standing)
      return standing
    },
    keep: (organisationId, standing) => {
      take(organisationId, standing)
      let held = [...kept.values()].reduce((sum, { byModel }) => sum + byModel.size, 0)
      for (const [oldest, { byModel }] of kept) {
        if (held <= most) return
        kept.delete(oldest)
        held -= byModel.size
      }
    },
  }
}

/**
 * What the organisation's model versions stand on in the state of the database that the transaction sees: from memory, but for what changed
 * since. The transactions that changed something are named in the rows they wrote, so this is exact.
 */
export async function standingOf(
  trx: Transaction,
  standings: KeptStandings,
  organisationId: OrganisationId,
): Promise<Standing> {
  const kept = standings.find(organisationId)
  const { snapshot, changed } = await changesSince(trx, organisationId, kept?.snapshot)
  const isOlder = kept !== undefined && isNotLaterThan(kept.snapshot, snapshot)
  if (isOlder && changed.length === 0) return kept
  const some = await readStanding(trx, standings, { organisationId, ...(isOlder ? { modelVersionIds: changed } : {}) })
  const byModel = isOlder ? new Map([...kept.byModel, ...some]) : some
  const standing = { snapshot, byModel, targets: toTargets(byModel), outOfScope: sumOf(byModel) }
  if (kept === undefined || isOlder) standings.keep(organisationId, standing)
  return standing
}

function toTargets(byModel: Standing['byModel']): FleetTarget[] {
  return [...byModel].flatMap(([modelVersionId, each]) =>
    each.devices === 0
      ? []
      : [{ modelVersionId, deviceId: null, devices: each.devices, told: each.told, sboms: each.sboms }],
  )
}

function sumOf(byModel: Standing['byModel']): OutOfScope {
  let [scrapped, noSoftware] = [0, 0]
  for (const each of byModel.values()) {
    scrapped += each.scrapped
    noSoftware += each.noSoftware
  }
  return { scrapped, noSoftware }
}

/** The state of the database that this transaction sees, and the model versions that changed since another one. */
async function changesSince(
  trx: Transaction,
  organisationId: OrganisationId,
  since: string | undefined,
): Promise<{ snapshot: string; changed: number[] }> {
  const isNew = sql`changed_in >= pg_snapshot_xmin(${since}::pg_snapshot) and not pg_visible_in_snapshot(changed_in, ${since}::pg_snapshot)`
  const changes =
    since === undefined
      ? sql`array[]::integer[]`
      : sql`array(
          select model_version_id from fleet_standing where organisation_id = ${organisationId} and ${isNew}
          union
          select model_version_id from own_standing_change where ${isNew}
        )`
  const statement = sql<{ snapshot: string; changed: number[] }>`
    select pg_current_snapshot()::text as snapshot, ${changes}::integer[] as changed`
  const [row] = await rowsByKeptPlan(trx, statement)
  if (row === undefined) throw new Error('PostgreSQL answered no row to a query that always has one')
  return row
}

/** Whose model versions, which of them, and when; absent means all, and now. */
interface StandingAsked {
  readonly organisationId: OrganisationId
  readonly modelVersionIds?: readonly number[]
  /** ISO instant: the SBOMs that were there then. */
  readonly asOf?: string
}

/** Model versions with what they stand on, read from the database. */
export async function readStanding(
  trx: Transaction,
  { factsOf }: KeptStandings,
  asked: StandingAsked,
): Promise<Map<number, ModelStanding>> {
  const { organisationId, modelVersionIds, asOf } = asked
  const isAsked = modelVersionIds === undefined ? sql`true` : sql`model_version_id = any(${modelVersionIds}::integer[])`
  const isBegun = asOf === undefined ? sql`true` : sql`described_from <= ${asOf}::timestamptz`
  const { rows: models } = await sql<Omit<ModelStanding, 'sboms'> & { modelVersionId: number }>`
    select model_version_id as "modelVersionId", ${devicesInScope('inScope')} as devices,
      ${devicesInScope('scrapped')} as scrapped, ${devicesInScope('noSoftware')} as "noSoftware",
      case when not bool_or(has_model) then 'noModel' when not bool_or(has_version) then 'noVersion' else 'noSbom' end as told
    from fleet_standing
    where organisation_id = ${organisationId} and ${isAsked}
    group by model_version_id
    order by model_version_id`.execute(trx.query)
  const { rows: described } = await sql<SbomFacts & { modelVersionIds: number[]; sbomIds: number[] }>`
    select array_agg(model_version_id) as "modelVersionIds", array_agg(sbom_id) as "sbomIds", ${factColumns}
    from described_model_version described
    where ${isAsked} and ${isBegun} and ${alive('described', asOf)}
      and model_version_id in (select model_version_id from device_count where organisation_id = ${organisationId})
    group by complete, describes_operating_system, describes_firmware, describes_hardware, states_sources, hashed_with`.execute(
    trx.query,
  )
  const sboms = new Map<number, JudgingSbom[]>()
  for (const { modelVersionIds: ids, sbomIds, ...said } of described) {
    const facts = factsOf(said)
    for (const [place, id] of ids.entries()) {
      const sbom = { sbomId: sbomIds[place] ?? 0, facts }
      const others = sboms.get(id)
      if (others === undefined) sboms.set(id, [sbom])
      else others.push(sbom)
    }
  }
  return new Map(
    models.map(({ modelVersionId, ...each }) => [modelVersionId, { ...each, sboms: sboms.get(modelVersionId) ?? [] }]),
  )
}

function devicesInScope(scope: string): RawBuilder<unknown> {
  return sql`coalesce(sum(devices) filter (where scope = ${scope}), 0)::integer`
}

/** The facts of SBOMs by id; only of those that can be read, and that were there at the instant. */
export async function factsOfSboms(
  trx: Transaction,
  { factsOf }: KeptStandings,
  { sbomIds, asOf }: { readonly sbomIds: readonly number[]; readonly asOf?: string | undefined },
): Promise<ReadonlyMap<number, SbomFacts>> {
  if (sbomIds.length === 0) return new Map()
  const statement = sql<SbomFacts & { sbomId: number }>`
    select sbom_id::integer as "sbomId", ${factColumns}
    from readable_sbom as sbom
    where sbom_id = any(${sbomIds}::integer[]) and ${alive('sbom', asOf)}`
  const rows = await rowsByKeptPlan(trx, statement)
  return new Map(rows.map(({ sbomId, ...said }) => [sbomId, factsOf(said)]))
}

export const factColumns = sql`complete::boolean, describes_operating_system::boolean as "describesOperatingSystem",
  describes_firmware::boolean as "describesFirmware", describes_hardware::boolean as "describesHardware",
  states_sources::boolean as "statesSources", hashed_with::text[] as "hashedWith"`
