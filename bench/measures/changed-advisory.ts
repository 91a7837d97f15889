import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Client } from 'pg'
import { loadFeed, rematch } from '../../src/flows/index.ts'
import type { Measure, Reached } from '../measure.ts'
import { questionsFor } from '../questions.ts'
import { p95Within, timeOnce } from '../timing.ts'

const CHANGED_MS = 50
const ROUNDS = 30
const HOT_ROUNDS = 10

/** One advisory whose ranges changed, from its file to its findings. */
export const changedAdvisory: Measure = {
  id: 'changed-advisory',
  what: 'one changed advisory to its findings',
  grows: true,
  run: async (bench) => {
    const copy = await bench.copy()
    const { met, hot } = await questionsFor(copy)
    const client = await copy.server.connectTo(copy.database)
    const folder = await bench.scratch()
    const change = { client, folder, store: copy.store }
    const reached = [
      await firstChange(change, met.slice(ROUNDS)),
      await changeEach(change, 'of random CVEs that the fleet meets', met.slice(0, ROUNDS)),
      await changeEach(
        change,
        'of the CVEs in most SBOMs',
        hot.slice(0, HOT_ROUNDS).map(({ name }) => name),
      ),
    ]
    await client.end()
    return reached
  },
}

interface Change {
  readonly client: Client
  readonly folder: string
  readonly store: Parameters<typeof loadFeed>[0]
}

/** A connection plans its statements at the first change that comes over it. */
async function firstChange(change: Change, names: readonly string[]): Promise<Reached> {
  const { figures } = await changeEach(change, '', names.slice(0, 1))
  return { what: 'the first of a process', unit: 'ms', figures }
}

async function changeEach({ client, folder, store }: Change, what: string, names: readonly string[]): Promise<Reached> {
  const times: number[] = []
  let [opened, closed] = [0, 0]
  for (const name of names) {
    const record = await changedRecord(client, name)
    if (record === undefined) continue
    const path = join(folder, `${name}.json`)
    await writeFile(path, JSON.stringify(record))
    times.push(
      await timeOnce(async () => {
        await loadFeed(store, { path, feed: 'nvd' })
        const changed = await rematch(store, 'stale')
        opened += changed.opened
        closed += changed.closed
      }),
    )
  }
  const note = `${Math.round(opened / times.length)} findings opened and ${Math.round(closed / times.length)} closed each`
  return { what, ...p95Within(times, CHANGED_MS), note }
}

/** What the NVD says of a flaw, with one bound moved; undefined where no range of it has a CPE. */
async function changedRecord(client: Client, name: string): Promise<object | undefined> {
  const { rows } = await client.query<{ key: string; text: string }>(
    `select package_key.key, range_text as text
     from affected_range
     join advisory using (advisory_id)
     join vulnerability on vulnerability.vulnerability_id = advisory.vulnerability_id
     join package_key using (key_id)
     where name = $1 and advisory.feed = 'nvd' and affected_range.valid_to = 'infinity' and package_key.key like 'cpe/%'
     order by range_id`,
    [name],
  )
  if (rows.length === 0) return undefined
  const cpeMatch = rows.map(({ key, text }, index) => toMatch(key, text, index === 0))
  const cve = {
    id: name,
    published: '2020-01-01T00:00:00.000',
    lastModified: '2030-01-01T00:00:00.000',
    vulnStatus: 'Modified',
    descriptions: [{ lang: 'en', value: `${name}, changed` }],
    metrics: {},
    references: [],
    configurations: [{ nodes: [{ operator: 'OR', negate: false, cpeMatch }] }],
  }
  return { cve }
}

const bounds = {
  '>=': 'versionStartIncluding',
  '>': 'versionStartExcluding',
  '<=': 'versionEndIncluding',
  '<': 'versionEndExcluding',
} as const

function toMatch(key: string, text: string, isMoved: boolean): object {
  const [, part = '', vendor = '', product = ''] = key.split('/')
  const stated = [...text.matchAll(/(>=|<=|>|<) (\S+)/g)].map(([, sign = '', version = '']) => [
    bounds[sign as keyof typeof bounds],
    isMoved ? `${version}.1` : version,
  ])
  const exact = /^= (\S+)/.exec(text)?.[1]
  const version =
    exact === undefined ? '*' : `${exact}${isMoved ? '.1' : ''}`.replace(/[^A-Za-z0-9._-]/g, String.raw`\$&`)
  return {
    vulnerable: true,
    criteria: `cpe:2.3:${part}:${vendor}:${product}:${version}:*:*:*:*:*:*:*`,
    ...Object.fromEntries(stated),
  }
}
