import {
  createOrganisation,
  fuseObservations,
  importAssets,
  openMigrated,
  takeObservations,
} from '../../src/flows/index.ts'
import type { Fused } from '../../src/flows/index.ts'
import type { Observation, OrganisationId } from '../../src/model/index.ts'
import type { Store } from '../../src/store/index.ts'
import { equipmentList, heard } from '../network.ts'
import type { Measure, Reached } from '../measure.ts'
import { inS, once, timeOnce } from '../timing.ts'

const ALL_S = 60
const AGAIN_S = 10
const IN_BATCH = 5_000
const US_IN_S = 1_000_000

/** A million observations of 20,000 devices into devices, beside an equipment list of three in four; then passes in which little or nothing changed. */
export const fusing: Measure = {
  id: 'fuse',
  what: '1,000,000 observations of 20,000 devices into devices',
  grows: false,
  run: async (bench) => {
    const dataFolder = await bench.scratch()
    const store = await openMigrated({ dataFolder })
    bench.watch(dataFolder)
    try {
      return await measureFusing(store)
    } finally {
      await store.close()
    }
  },
}

async function measureFusing(store: Store): Promise<Reached[]> {
  const { organisationId } = await createOrganisation(store, 'Hospital')
  const list = {
    organisationId,
    fileName: 'list.csv',
    bytes: Buffer.from(equipmentList()),
    dryRun: false,
    now: new Date(),
  }
  await importAssets(store, list)
  let observations = 0
  const before = process.cpuUsage()
  const taken = await timeOnce(async () => {
    observations = await takeAll(store, organisationId)
  })
  const fusedAs: Fused[] = []
  const fuse = async (again?: 'everything'): Promise<number> =>
    timeOnce(async () => {
      fusedAs.push(await fuseObservations(store, { organisationId, ...(again === undefined ? {} : { again }) }))
    })
  const first = await fuse()
  const { user, system } = process.cpuUsage(before)
  const idle = await fuse()
  await take(store, organisationId, 'one more', firstOf(IN_BATCH))
  const few = await fuse()
  const whole = await fuse('everything')
  const again = await timeOnce(async () => takeAll(store, organisationId))
  const [made] = fusedAs
  const copied = await copyPlainly(store)
  return [
    {
      what: 'from the first batch to the last device',
      unit: 's',
      figures: once((taken + first) / 1000),
      goal: { of: 'value', atMost: ALL_S },
      beside: `the kept rows into a table without indexes: ${inS(copied)}`,
      note: `${observations} taken in ${inS(taken)} (${Math.round(observations / (taken / 1000))} a second), put together in ${inS(first)}: ${made?.devices ?? 0} devices, ${made?.made ?? 0} new in the inventory, ${made?.versions ?? 0} other versions; ${((user + system) / US_IN_S).toFixed(0)} s of a processor in Node`,
    },
    {
      what: 'a second pass with no change',
      unit: 's',
      figures: once(idle / 1000),
      goal: { of: 'value', atMost: AGAIN_S },
      note: `all of it made anew, to the same devices: ${inS(whole)}`,
    },
    {
      what: `a pass after ${IN_BATCH} more observations`,
      unit: 's',
      figures: once(few / 1000),
      note: `${fusedAs[2]?.changed ?? 0} devices made again`,
    },
    {
      what: 'the same million delivered again',
      unit: 's',
      figures: once(again / 1000),
      note: 'every batch is known and counts once',
    },
  ]
}

/** Two sensors deliver at the same time, each batch after batch. */
async function takeAll(store: Store, organisationId: OrganisationId): Promise<number> {
  const batches = inBatches()
  let observations = 0
  const deliver = async (): Promise<void> => {
    for (const { number, batch } of batches) {
      observations += batch.length
      await take(store, organisationId, String(number), batch)
    }
  }
  await Promise.all([deliver(), deliver()])
  return observations
}

function* inBatches(): Generator<{ readonly number: number; readonly batch: readonly Observation[] }> {
  let [batch, number]: [Observation[], number] = [[], 0]
  for (const observation of heard()) {
    batch.push(observation)
    if (batch.length < IN_BATCH) continue
    yield { number, batch }
    number += 1
    batch = []
  }
}

async function take(
  store: Store,
  organisationId: OrganisationId,
  batchId: string,
  observations: readonly Observation[],
): Promise<void> {
  const batch = { observations, flows: [] }
  await takeObservations(store, { organisationId, sensor: 'bench', batchId, source: 'bench', batch, now: new Date() })
}

function firstOf(count: number): Observation[] {
  return heard().take(count).toArray()
}

/** The least that any keeping of these rows takes. */
async function copyPlainly(store: Store): Promise<number> {
  const client = await store.connectAboveWalls()
  await client.query('create unlogged table auscult.copied_observation (like auscult.observation)')
  const copied = await timeOnce(async () =>
    client.query('insert into auscult.copied_observation select * from auscult.observation'),
  )
  await client.query('drop table auscult.copied_observation')
  await client.end()
  return copied
}
