import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { test } from 'node:test'
import { feeds, openFeed } from '../src/feeds/index.ts'
import type { FeedRecord } from '../src/feeds/index.ts'
import { feedFiles } from './index.ts'

async function read(path: string): Promise<{ readonly feed: string; readonly records: readonly FeedRecord[] }> {
  const { feed, records } = await openFeed({ path, feeds })
  return { feed: feed.id, records: await toList(records) }
}

async function toList(records: AsyncIterable<FeedRecord>): Promise<readonly FeedRecord[]> {
  const list: FeedRecord[] = []
  for await (const record of records) list.push(record)
  return list
}

test('the NVD sample is read as such: 72 flaws, one rejected and one without a range', async () => {
  const { feed, records } = await read(feedFiles.nvd)
  assert.equal(feed, 'nvd')
  const advisories = records.filter((record) => record.is === 'advisory').map(({ advisory }) => advisory)
  assert.equal(advisories.length, 72)
  assert.deepEqual(
    advisories.filter(({ withdrawn }) => withdrawn).map(({ id }) => id),
    ['CVE-2023-5129'],
  )
  assert.deepEqual(
    advisories.filter(({ withdrawn, ranges }) => !withdrawn && ranges.length === 0).map(({ id }) => id),
    ['CVE-2025-0683'],
  )
  for (const { id, severities } of advisories) {
    for (const { vector, base, printedBase } of severities) {
      assert.ok(base !== undefined, `${id} has a vector that cannot be computed: ${vector}`)
      if (printedBase !== undefined) assert.equal(base, printedBase, `${id} prints another score than ${vector} gives`)
    }
  }
})

test('the modem flaw holds the hardware as a condition, Log4Shell holds none', async () => {
  const { records } = await read(feedFiles.nvd)
  const byId = new Map(
    records.flatMap((record) => (record.is === 'advisory' ? [[record.advisory.id, record.advisory]] : [])),
  )
  const modem = byId.get('CVE-2020-15858')
  assert.equal(modem?.conditions.length, 9)
  assert.ok(modem?.ranges.every(({ condition }) => condition !== undefined))
  assert.deepEqual(byId.get('CVE-2021-44228')?.conditions, [])
})

test('every flaw has a text of one or two sentences, a source and, but for the rejected one, a guess of its use', async () => {
  const sample = JSON.parse(await readFile(feedFiles.nvd, 'utf8')) as NvdSample
  const scores = await readFile(feedFiles.epss, 'utf8')
  for (const { cve } of sample.vulnerabilities) {
    const text = cve.descriptions[0]?.value ?? ''
    assert.ok(text.length > 40 && text.length < 300, `${cve.id}: ${text}`)
    assert.ok(cve.references.length > 0, cve.id)
    assert.ok(cve.vulnStatus === 'Rejected' || scores.includes(`${cve.id},`), cve.id)
  }
})

interface NvdSample {
  readonly vulnerabilities: readonly {
    readonly cve: {
      readonly id: string
      readonly vulnStatus?: string
      readonly descriptions: readonly { readonly value: string }[]
      readonly references: readonly unknown[]
    }
  }[]
}
