import { createHash, randomUUID } from 'node:crypto'
import type { Random } from '../mutate.ts'
import { addressOf } from './served.ts'
import type { Place } from './served.ts'

/** What the server has acknowledged. All of it must be there for ever, whatever is killed afterwards. */
export interface Ledger {
  /** SHA-256 in hex of each SBOM, with the number it was given. */
  readonly sboms: Map<string, number>
  readonly serials: Set<string>
  readonly jobs: Set<string>
  /** By flaw, the date of the latest revision that was taken. */
  readonly revisions: Map<string, string>
  /** Answers that did not add up, and acknowledgements that make no sense. */
  readonly faults: string[]
  /** How many requests of each kind were acknowledged. */
  readonly acknowledged: Map<string, number>
}

export function newLedger(): Ledger {
  return {
    sboms: new Map(),
    serials: new Set(),
    jobs: new Set(),
    revisions: new Map(),
    faults: [],
    acknowledged: new Map(),
  }
}

/** Who sends, to whom, and where what was acknowledged is written down. */
export interface Sender {
  readonly place: Place
  readonly token: string
  readonly random: Random
  readonly ledger: Ledger
}

const PACKAGES = 200
const MODELS = 60
const FLAWS = 80
const LIMIT_MS = 20_000

const operations: Readonly<
  Record<string, { readonly share: number; readonly send: (sender: Sender) => Promise<boolean> }>
> = {
  sbom: { share: 8, send: sendSbom },
  feed: { share: 3, send: sendFeed },
  assets: { share: 3, send: sendAssets },
  rematch: { share: 1, send: sendRematch },
  ask: { share: 3, send: ask },
}

/** Sends requests one after another until told to stop. One that fails on the way counts as not acknowledged. */
export async function sendUntil(sender: Sender, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const [name, operation] = chooseOperation(sender.random)
    const isAcknowledged = await operation.send(sender).catch(() => false)
    if (!isAcknowledged) continue
    sender.ledger.acknowledged.set(name, (sender.ledger.acknowledged.get(name) ?? 0) + 1)
  }
}

function chooseOperation(random: Random): [string, (typeof operations)[string]] {
  const all = Object.entries(operations)
  let rest = random(all.reduce((sum, [, { share }]) => sum + share, 0))
  for (const each of all) {
    rest -= each[1].share
    if (rest < 0) return each
  }
  throw new Error('shares do not add up')
}

async function sendSbom(sender: Sender): Promise<boolean> {
  const { random, ledger } = sender
  const model = `Model ${random(MODELS)}`
  const components = Array.from({ length: 5 + random(60) }, () => {
    const [name, version] = [`package-${random(PACKAGES)}`, `${random(4)}.${random(10)}.${random(10)}`]
    return { type: 'library', name, version, 'bom-ref': randomUUID(), purl: `pkg:npm/${name}@${version}` }
  })
  const body = JSON.stringify({
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${randomUUID()}`,
    components,
  })
  const query = new URLSearchParams({ maker: 'Maker', model, version: `${1 + random(3)}`, fileName: 'chaos.json' })
  const answer = await send(sender, 'POST', `/sboms?${query.toString()}`, body, 'application/json')
  if (answer?.status !== 201) return false
  const { sbomId, sha256 } = answer.body as { sbomId: number; sha256: string }
  if (sha256 !== createHash('sha256').update(body).digest('hex'))
    ledger.faults.push(`SBOM ${sbomId} has another digest`)
  ledger.sboms.set(sha256, sbomId)
  return true
}

async function sendFeed(sender: Sender): Promise<boolean> {
  const { random, ledger } = sender
  const modified = new Date().toISOString()
  const names = new Set(Array.from({ length: 1 + random(30) }, () => random(FLAWS)))
  const records = [...names].map((n) => ({
    schema_version: '1.7.0',
    id: `CHAOS-${n}`,
    modified,
    published: '2025-01-01T00:00:00Z',
    summary: `made-up flaw ${n}`,
    affected: [0, 1, 2].map((step) => ({
      package: { ecosystem: 'npm', name: `package-${(n * 3 + step) % PACKAGES}` },
      ranges: [
        { type: 'SEMVER', events: [{ introduced: '0' }, { fixed: `${random(4)}.${random(10)}.${1 + random(9)}` }] },
      ],
    })),
  }))
  const body = records.map((record) => JSON.stringify(record)).join('\n')
  const answer = await send(sender, 'POST', '/feeds/osv/file?fileName=feed.json', body, 'application/octet-stream')
  if (answer?.status !== 202) return false
  ledger.jobs.add((answer.body as { jobId: string }).jobId)
  for (const { id } of records) {
    const known = ledger.revisions.get(id)
    if (known === undefined || known < modified) ledger.revisions.set(id, modified)
  }
  return true
}

async function sendAssets(sender: Sender): Promise<boolean> {
  const { random, ledger } = sender
  const serials = Array.from({ length: 1 + random(20) }, () => `SN-${randomUUID()}`)
  const lines = serials.map(
    (serial) => `${serial},Maker,Model ${random(MODELS)},${1 + random(3)},North,Ward ${random(5)}`,
  )
  const body = ['serial,maker,model,software version,site,ward', ...lines].join('\n')
  const answer = await send(sender, 'POST', '/asset-lists?fileName=list.csv', body, 'text/csv')
  if (answer === undefined || ![200, 201].includes(answer.status)) return false
  for (const serial of serials) ledger.serials.add(serial)
  return true
}

async function sendRematch(sender: Sender): Promise<boolean> {
  const answer = await send(sender, 'POST', '/rematches', '', undefined)
  if (answer?.status !== 202) return false
  sender.ledger.jobs.add((answer.body as { jobId: string }).jobId)
  return true
}

/** Even under fire the four counts add up to the fleet. */
async function ask(sender: Sender): Promise<boolean> {
  const answer = await send(sender, 'GET', `/ask?q=CHAOS-${sender.random(FLAWS)}`, undefined, undefined)
  if (answer?.status !== 200) return false
  const { counts, inScope } = (answer.body as { answer: { counts: Record<string, number>; inScope: number } }).answer
  const sum = Object.values(counts).reduce((total, count) => total + count, 0)
  if (sum !== inScope) sender.ledger.faults.push(`${JSON.stringify(counts)} do not add up to ${inScope}`)
  return true
}

/** One request. Undefined when the connection broke: nothing was acknowledged then. */
export async function send(
  { place, token }: Pick<Sender, 'place' | 'token'>,
  method: string,
  path: string,
  body: string | undefined,
  contentType: string | undefined,
): Promise<{ status: number; body: unknown } | undefined> {
  const response = await fetch(addressOf(place, path), {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(contentType === undefined ? {} : { 'content-type': contentType }),
    },
    ...(body === undefined || body === '' ? {} : { body }),
    signal: AbortSignal.timeout(LIMIT_MS),
  }).catch(() => undefined)
  if (response === undefined) return undefined
  const text = await response.text().catch(() => undefined)
  if (text === undefined) return undefined
  return { status: response.status, body: text === '' ? undefined : (JSON.parse(text) as unknown) }
}
