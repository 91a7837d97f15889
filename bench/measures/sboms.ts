import { addSbom, rematch } from '../../src/flows/index.ts'
import type { Dataset } from '../dataset.ts'
import { sizesAt } from '../dataset/sizes.ts'
import type { Sizes } from '../dataset/sizes.ts'
import { drawParts, sbomDocument } from '../documents.ts'
import type { Novelty, Part } from '../documents.ts'
import type { Measure, Reached } from '../measure.ts'
import { serveDataset } from '../serve.ts'
import type { Served } from '../serve.ts'
import { beside, figuresOf, inMs, once, p95Within, timeEach, timeOnce } from '../timing.ts'

const COMPONENTS = 300
/** Share of the components of the first SBOM of a maker's new release that no SBOM named before: some versions changed. */
const RELEASE: Novelty = 0.15

/** Of the components of the last SBOMs that make a nation whole, the share that no SBOM named before. */
const GROWTH: Novelty = newsBetween(sizesAt(0.99), sizesAt(1))

/** From the SBOM of a maker whom nobody heard of to what comes on an ordinary day. */
const kinds = [
  { what: 'all components new', novelty: 'all', first: 0 },
  { what: '15 % of the components new', novelty: RELEASE, first: 1_000 },
  { what: '2 % of the components new, as the nation grows', novelty: GROWTH, first: 2_000 },
] as const satisfies readonly Kind[]
const ROUNDS = 30
const FINDINGS_MS = 150

/** One SBOM to its findings. */
export const newSbom: Measure = {
  id: 'new-sbom',
  what: 'one new SBOM of 300 components to its findings',
  grows: true,
  run: async (bench) => {
    const copy = await bench.copy()
    const parts = await partsOf(copy)
    const reached: Reached[] = []
    for (const kind of kinds) reached.push(await addOneByOne(copy, parts, kind))
    return reached
  },
}

function newsBetween(before: Sizes, after: Sizes): number {
  return (after.components - before.components) / (after.sbomRows - before.sbomRows)
}

interface Kind {
  readonly what: string
  readonly novelty: Novelty
  readonly first: number
}

async function addOneByOne(copy: Dataset, parts: readonly Part[], { what, novelty, first }: Kind): Promise<Reached> {
  const documents = Array.from({ length: ROUNDS }, (_, index) =>
    sbomDocument(parts, COMPONENTS, novelty, first + index),
  )
  const [sample] = documents
  const parse = beside('JSON.parse', await timeEach(documents, async (bytes) => JSON.parse(bytes.toString('utf8'))))
  let findings = 0
  const times = await timeEach(
    documents,
    async (bytes) => {
      await addTo(copy, bytes)
      const { opened } = await rematch(copy.store, 'stale')
      findings += opened
    },
    0,
  )
  const note = `${Math.round((sample?.length ?? 0) / 1000)} kB, ${Math.round(findings / ROUNDS)} findings each`
  return { what, ...p95Within(times.slice(3), FINDINGS_MS), beside: parse, note }
}

async function addTo({ store, largestHospital: { organisationId } }: Dataset, bytes: Uint8Array): Promise<void> {
  const added = await addSbom(store, { organisationId, bytes, target: {} })
  if (added.is === 'refused') throw new Error(added.because)
}

async function partsOf({ server, database }: Dataset): Promise<Part[]> {
  const client = await server.connectTo(database)
  const parts = await drawParts(client, 20_000)
  await client.end()
  return parts
}

const LARGE = 18_000
const LARGE_S = 3

/** The SBOM that took Dependency-Track 11 min 45 s (its issue 1759). */
export const largeSbom: Measure = {
  id: 'large-sbom',
  what: 'an SBOM of 18,000 components, stored and matched',
  grows: true,
  run: async (bench) => {
    const copy = await bench.copy()
    const parts = await partsOf(copy)
    const reached: Reached[] = []
    for (const { what, novelty, first } of kinds) {
      const bytes = sbomDocument(parts, LARGE, novelty, LARGE + first)
      const parse = await timeOnce(async () => JSON.parse(bytes.toString('utf8')))
      let findings = 0
      const ms = await timeOnce(async () => {
        await addTo(copy, bytes)
        findings = (await rematch(copy.store, 'stale')).opened
      })
      const note = `${(bytes.length / 1e6).toFixed(1)} MB, ${findings} findings`
      reached.push({
        what,
        unit: 's',
        figures: once(ms / 1000),
        goal: { of: 'value', atMost: LARGE_S },
        beside: `JSON.parse: ${inMs(parse)}`,
        note,
      })
    }
    return reached
  },
}

const UPLOADS = 600
/** Enough for each group that is stored and matched together to have company. */
const AT_ONCE = 32
const PER_SECOND = 150

/** Many SBOMs at once by HTTP, each acknowledged when it is stored and matched. */
export const uploads: Measure = {
  id: 'uploads',
  what: '`POST /api/v1/sboms` of 300 components: stored, acknowledged, matched',
  grows: true,
  run: async (bench) => {
    const copy = await bench.copy()
    const parts = await partsOf(copy)
    const served = await serveDataset(copy, copy.largestHospital.name, await bench.scratch())
    try {
      const reached: Reached[] = []
      for (const kind of kinds.slice(1)) reached.push(...(await uploadMany(served, parts, kind)))
      return reached
    } finally {
      await served.stop()
    }
  },
}

async function uploadMany(served: Served, parts: readonly Part[], { what, novelty, first }: Kind): Promise<Reached[]> {
  const documentsFrom = (number: number, count: number): Buffer[] =>
    Array.from({ length: count }, (_, index) => sbomDocument(parts, COMPONENTS, novelty, number + index))
  await sendAll(served, documentsFrom(first * 100, AT_ONCE))
  const documents = documentsFrom(first * 100 + AT_ONCE, UPLOADS)
  let sent: Sent = { waits: [], matched: 0 }
  const ms = await timeOnce(async () => {
    sent = await sendAll(served, documents)
  })
  const peak = await served.peakMb()
  const note = `${UPLOADS} documents, ${AT_ONCE} at once, ${sent.matched} matched when acknowledged; the server held ${peak === undefined ? 'an unknown amount' : `${Math.round(peak)} MB`} at most`
  return [
    {
      what: `rate, ${what}`,
      unit: 'a second',
      figures: once((1000 * UPLOADS) / ms),
      goal: { of: 'value', atLeast: PER_SECOND },
      note,
    },
    { what: `wait for the acknowledgement, ${what}`, unit: 'ms', figures: figuresOf(sent.waits) },
  ]
}

interface Sent {
  /** How long each was waited for, in ms. */
  readonly waits: readonly number[]
  readonly matched: number
}

async function sendAll(served: Served, documents: readonly Buffer[]): Promise<Sent> {
  const waits: number[] = []
  let matched = 0
  const sendOneByOne = async (from: number): Promise<void> => {
    for (let place = from; place < documents.length; place += AT_ONCE) {
      waits.push(
        await timeOnce(async () => {
          const { bytes } = await served.send('POST /sboms', documents[place])
          if ((JSON.parse(bytes.toString('utf8')) as { matched?: boolean }).matched === true) matched += 1
        }),
      )
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, async (_, from) => sendOneByOne(from)))
  return { waits, matched }
}
