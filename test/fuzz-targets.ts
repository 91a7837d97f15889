import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { FeedError, feeds, openFeed } from '../src/feeds/index.ts'
import { readQuestion } from '../src/findings/index.ts'
import { readAssetList } from '../src/inventory/index.ts'
import { readers, readSbom } from '../src/sbom/index.ts'
import { networkTarget, protocolTarget } from './fuzz-network.ts'
import { judgeDamaged, signatures } from './fuzz-signatures.ts'
import { schemes } from '../src/versions/index.ts'

/** One reader to be fed with damaged input. Anything thrown by `run` is a bug: what a reader expects to fail, it says as data. */
export interface FuzzTarget {
  readonly name: string
  /** Sound inputs from which damaged ones are made. */
  readonly seeds: () => readonly Uint8Array[] | Promise<readonly Uint8Array[]>
  readonly run: (bytes: Uint8Array) => unknown
  /** Its share of the inputs of a run over all targets: slow readers take fewer. */
  readonly share: number
}

const source = join(import.meta.dirname, '..', 'src')

/** Add a target by adding a line. */
export const fuzzTargets: readonly FuzzTarget[] = [
  ...readers.map(({ id }) => ({
    name: id,
    seeds: () => files(`sbom/fixtures/${id}/*`),
    run: (bytes: Uint8Array) => readSbom(bytes),
    share: id === 'cyclonedx-xml' ? 2 : 4,
  })),
  {
    name: 'pdf-table',
    seeds: () => [Buffer.from(printedTable)],
    run: (bytes) => readSbom(Buffer.from('%PDF-1.7'), wordsOf(bytes)),
    share: 2,
  },
  {
    name: 'csv',
    seeds: () => files('inventory/fixtures/*.{csv,tsv}'),
    run: (bytes) => readAssetList(bytes, { today: '2026-01-01' }),
    share: 1,
  },
  { name: 'feeds', seeds: () => files('feeds/*/fixtures/*.{json,ndjson,csv,md}'), run: readFeed, share: 1 },
  networkTarget,
  protocolTarget,
  { name: 'signatures', seeds: () => signatures, run: judgeDamaged, share: 1 },
  {
    name: 'versions',
    seeds: () => lines('versions/fixtures/*.txt'),
    run: (bytes) => schemes.map(({ sortKey }) => sortKey(text(bytes))),
    share: 4,
  },
  {
    name: 'query',
    seeds: () => questions.map((question) => Buffer.from(question)),
    run: (bytes) => readQuestion(text(bytes)),
    share: 4,
  },
]

const printedTable = `Software of third parties
Component            Version      Supplier                  Package URL
OpenSSL              1.0.2k       OpenSSL Foundation        pkg:generic/openssl@1.0.2k
zlib                 1.2.11                                 pkg:generic/
                                                            zlib@1.2.11
busybox              1.31.0       the makers of busybox
This list replaces all earlier lists of the software of third parties in the device.
`

/** The bytes as words of pages, each where its column of the text is: what PDF.js makes of damaged files is its own, what we make of words is fuzzed. */
function wordsOf(bytes: Uint8Array): Parameters<typeof readSbom>[1] {
  const rows = Buffer.from(bytes).toString('latin1').split('\n')
  const lines = rows.map((row, index) => ({
    page: Math.floor(index / 40) + 1,
    y: (index % 40) * 14,
    size: 10,
    segments: [...row.matchAll(/\S+(?: \S+)*/g)].map(({ index: from, 0: word }) => ({
      from: from * 5,
      to: (from + word.length) * 5,
      text: word,
    })),
  }))
  return { hints: { choices: [], pdf: { lines, pages: Math.ceil(rows.length / 40), faults: [] } } }
}

const questions = [
  'log4j',
  'CVE-2021-44228',
  'openssl < 1.1.1',
  'pkg:npm/%40scope/name@1.2.3',
  'cpe:2.3:a:apache:log4j:2.14.0:*:*:*:*:*:*:*',
  'sha256:aa0102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f',
  'site:"Hôpital Nord" ward:ICU as-of:2021-12-10 serial:12345',
]

function text(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('utf8')
}

function files(pattern: string): readonly Uint8Array[] {
  return globSync(pattern, { cwd: source })
    .sort()
    .map((path) => readFileSync(join(source, path)))
}

function lines(pattern: string): readonly Uint8Array[] {
  const whole = files(pattern)
    .map((bytes) => text(bytes))
    .join('\n')
  return whole
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => Buffer.from(line))
}

/** A feed is read from a file. That it is broken is told by a `FeedError`, with its place. */
async function readFeed(bytes: Uint8Array): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'auscult-fuzz-'))
  try {
    const path = join(folder, 'feed')
    writeFileSync(path, bytes)
    const feed = await openFeed({ path, feeds })
    for await (const record of feed.records) if (record.is === 'edition') continue
  } catch (error) {
    if (!(error instanceof FeedError)) throw error
  } finally {
    rmSync(folder, { recursive: true })
  }
}
