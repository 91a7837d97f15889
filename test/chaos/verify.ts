import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { rematch } from '../../src/flows/index.ts'
import { openStore } from '../../src/store/index.ts'
import type { Store } from '../../src/store/index.ts'
import { posted } from '../postings.ts'
import { addressOf } from './served.ts'
import type { Place } from './served.ts'
import { send } from './traffic.ts'
import type { Ledger } from './traffic.ts'

type Client = Awaited<ReturnType<Store['connectAboveWalls']>>

const SETTLE_MS = 120_000
const POLL_MS = 100

/**
 * Each is a query for rows that must not be: something half-written. Asked as the login that sees over all walls, with the server idle.
 */
const halfWritten: Readonly<Record<string, string>> = {
  'SBOM with another number of lines than it says': `
    select sbom_id from sbom
    where component_count <> (select count(*) from sbom_component line where line.sbom_id = sbom.sbom_id)`,
  'SBOM that describes nothing': `
    select sbom_id from sbom
    where not exists (select from sbom_target where sbom_target.sbom_id = sbom.sbom_id)
      and not exists (select from device_sbom where device_sbom.sbom_id = sbom.sbom_id)`,
  'line of an SBOM without its posting': `
    select distinct line.sbom_id from sbom_component line
    left join ${posted} as posted using (sbom_id, component_id)
    where line.deployed and posted.reader is null`,
  'posting without a line of the SBOM': `
    select posted.component_id from ${posted} as posted
    left join sbom_component line on line.sbom_id = posted.sbom_id and line.component_id = posted.component_id and line.deployed
    where line.sbom_id is null`,
  'component without a key': `
    select component_id from component where not exists (select from component_key key where key.component_id = component.component_id)`,
  'kept count that is not the number of devices': `
    select model_version_id from (
      select organisation_id, model_version_id, scope, count(*)::integer as devices from device group by 1, 2, 3
    ) as counted
    full join (select * from device_count where devices <> 0) as kept using (organisation_id, model_version_id, scope)
    where kept.devices is distinct from counted.devices`,
  'live range of an advisory that is closed, or the other way round': `
    select advisory_id from affected_range range join advisory using (advisory_id) where (range.valid_to = 'infinity') <> (advisory.valid_to = 'infinity')`,
  'advisory with another number of ranges than it says': `
    select advisory_id from advisory
    where valid_to = 'infinity'
      and range_count > (select count(*) from affected_range range where range.advisory_id = advisory.advisory_id)`,
  'live finding of a range that is closed': `
    select finding.range_id from finding join affected_range range using (range_id) where finding.valid_to = 'infinity' and range.valid_to <> 'infinity'`,
  'period that ends before it begins': `
    select finding.range_id from finding where valid_to < valid_from
    union all select advisory_id from advisory where valid_to < valid_from
    union all select range_id from affected_range where valid_to < valid_from`,
}

/** Everything that is wrong after a crash; empty when nothing is. The server must be ready and hear no one else. */
export async function faultsOf(place: Place, token: string, ledger: Ledger): Promise<string[]> {
  const jobs = await unfinishedJobs(place, token, ledger)
  const store = await openStore({
    dataFolder: place.dataFolder,
    databaseUrl: place.variables?.['AUSCULT_CHAOS_DIRECT_URL'],
  })
  try {
    const differing = await differingFindings(store)
    const client = await store.connectAboveWalls()
    const broken = await brokenRows(client)
    const lost = [...(await lostRows(client, ledger)), ...(await lostDocuments(place, token, ledger))]
    await client.end()
    return [...ledger.faults.splice(0), ...jobs, ...broken, ...lost, ...differing]
  } finally {
    await store.close()
  }
}

async function brokenRows(client: Client): Promise<string[]> {
  const faults: string[] = []
  for (const [what, query] of Object.entries(halfWritten)) {
    const { rows } = await client.query<Record<string, unknown>>(`${query} limit 3`)
    if (rows.length > 0) faults.push(`${what}: ${JSON.stringify(rows)}`)
  }
  return faults
}

async function lostRows(client: Client, ledger: Ledger): Promise<string[]> {
  const { rows: sboms } = await client.query<{ sha256: string }>(
    `select sha256 from unnest($1::text[]) as acknowledged (sha256) where not exists (select from sbom where encode(sbom.sha256, 'hex') = acknowledged.sha256 and sbom.sha256 = sha256(bytes))`,
    [[...ledger.sboms.keys()]],
  )
  const { rows: devices } = await client.query<{ serial: string }>(
    `select serial from unnest($1::text[]) as acknowledged (serial) where not exists (select from device where device.serial = acknowledged.serial)`,
    [[...ledger.serials]],
  )
  const { rows: flaws } = await client.query<{ key: string }>(
    `select key from unnest($1::text[], $2::timestamptz[]) as acknowledged (key, modified_at)
     where not exists (select from advisory where advisory.key = acknowledged.key and valid_to = 'infinity' and advisory.modified_at >= acknowledged.modified_at)`,
    [[...ledger.revisions.keys()], [...ledger.revisions.values()]],
  )
  return [
    ...sboms.map(({ sha256 }) => `lost: SBOM ${sha256}`),
    ...devices.map(({ serial }) => `lost: device ${serial}`),
    ...flaws.map(({ key }) => `lost: the last revision of ${key}`),
  ]
}

const DOCUMENTS_READ = 5

/** A few documents are fetched as a person would. */
async function lostDocuments(place: Place, token: string, { sboms }: Ledger): Promise<string[]> {
  const faults: string[] = []
  for (const [sha256, sbomId] of [...sboms].slice(-DOCUMENTS_READ)) {
    const response = await fetch(addressOf(place, `/sboms/${sbomId}/document`), {
      headers: { authorization: `Bearer ${token}` },
    })
    const digest = createHash('sha256')
      .update(Buffer.from(await response.arrayBuffer()))
      .digest('hex')
    if (digest !== sha256) faults.push(`lost: the document of SBOM ${sbomId} (${response.status})`)
  }
  return faults
}

/** Every job that was acknowledged ends well, without a hand. */
async function unfinishedJobs(place: Place, token: string, ledger: Ledger): Promise<string[]> {
  const limit = performance.now() + SETTLE_MS
  const waiting = new Set(ledger.jobs)
  const faults: string[] = []
  while (waiting.size > 0 && performance.now() < limit) {
    for (const jobId of waiting) {
      const answer = await send({ place, token }, 'GET', `/jobs/${jobId}`, undefined, undefined)
      const state = (answer?.body as { state?: string } | undefined)?.state
      if (answer?.status === 404) faults.push(`lost: job ${jobId}`)
      if (state === 'failed' || state === 'cancelled') faults.push(`job ${jobId}: ${JSON.stringify(answer?.body)}`)
      if (answer?.status === 404 || state === 'done' || state === 'failed' || state === 'cancelled')
        waiting.delete(jobId)
    }
    if (waiting.size > 0) await delay(POLL_MS)
  }
  ledger.jobs.clear()
  return [...faults, ...[...waiting].map((jobId) => `job ${jobId} does not end`)]
}

/** After what waits is matched, matching everything again must change nothing. */
async function differingFindings(store: Store): Promise<string[]> {
  await rematch(store, 'stale')
  const { opened, closed } = await rematch(store, 'all')
  return opened + closed === 0 ? [] : [`a full rematch opens ${opened} findings and closes ${closed}`]
}
