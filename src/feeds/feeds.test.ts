import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import type { RawRecord } from './feed.ts'
import { FeedError, feeds, openFeed } from './index.ts'
import { rawJson, readAll, scratchFile } from './testing.ts'

test('ids of feeds are unique', () => {
  assert.equal(new Set(feeds.map((feed) => feed.id)).size, feeds.length)
})

for (const feed of feeds) {
  const folder = join(import.meta.dirname, feed.id)
  const fixtures = readdirSync(join(folder, 'fixtures')).filter((name) => name !== 'ORIGIN.md')

  test(`${feed.id} names its source and where it is pulled from, over https`, () => {
    for (const url of [feed.source, ...feed.urls(new Date('2026-11-25'))])
      assert.equal(URL.parse(url)?.protocol, 'https:', url)
  })

  test(`${feed.id} has its parts under the names that every feed has, and says where its fixtures are from`, () => {
    const names = readdirSync(folder)
    for (const name of ['index.ts', 'fetch.ts', 'parse.ts', 'schema.ts']) assert.ok(names.includes(name), name)
    assert.ok(readFileSync(join(folder, 'fixtures/ORIGIN.md')).length > 0)
  })

  for (const name of fixtures) {
    test(`${feed.id} alone is recognised in ${name}, and all of it is read`, async () => {
      const path = join(folder, 'fixtures', name)
      assert.equal((await openFeed({ path, feeds })).feed.id, feed.id)
      assert.ok((await readAll(path)).length > (name.endsWith('.md') ? 0 : 1))
      const others = feeds.filter((other) => other !== feed)
      await assert.rejects(openFeed({ path, feeds: others }), FeedError)
    })

    test(`${feed.id} throws nothing but FeedError on ${name} with bytes changed or cut`, async (t) => {
      const bytes = readFileSync(join(folder, 'fixtures', name))
      const change = fc.record({
        at: fc.nat(bytes.length - 1),
        to: fc.integer({ min: 0, max: 255 }),
        cut: fc.boolean(),
      })
      await fc.assert(
        fc.asyncProperty(change, async ({ at, to, cut }) => {
          const changed = Buffer.from(cut ? bytes.subarray(0, at) : bytes)
          if (!cut) changed[at] = to
          const path = scratchFile(t, name, changed)
          await readAll(path).catch((error: unknown) => assert.ok(error instanceof FeedError, String(error)))
        }),
        { numRuns: 40 },
      )
    })

    test(`${feed.id} throws nothing but FeedError on records of ${name} with a member replaced by anything`, async () => {
      const records = jsonRecordsOf(readFileSync(join(folder, 'fixtures', name), 'utf8'))
      const replacement = fc.tuple(fc.nat(), fc.nat(), fc.jsonValue({ maxDepth: 2 }))
      fc.assert(
        fc.property(replacement, ([which, path, value]) => {
          const record = records[which % Math.max(records.length, 1)] ?? {}
          parseOrFeedError(feed, rawJson(withReplaced(record, path, value)))
        }),
        { numRuns: 300 },
      )
    })
  }

  test(`${feed.id} throws nothing but FeedError on any JSON, any line and any envelope`, () => {
    const at = { file: 'test', record: 1, byte: 0 }
    const raw: fc.Arbitrary<RawRecord> = fc.oneof(
      fc.jsonValue().map(rawJson),
      fc.jsonValue().map((value): RawRecord => ({ form: 'envelope', value, at })),
      fc.string({ unit: 'binary' }).map((text): RawRecord => ({ form: 'row', text, at })),
      fc
        .string({ unit: 'binary' })
        .map((text): RawRecord => ({ form: 'page', text: `---\npermalink: /a\nreleases:\n${text}\n---`, at })),
    )
    fc.assert(fc.property(raw, (each) => parseOrFeedError(feed, each)))
  })
}

function parseOrFeedError(feed: (typeof feeds)[number], raw: RawRecord): void {
  assert.equal(typeof feed.recognises(raw), 'boolean')
  try {
    feed.parse(raw)
  } catch (error) {
    assert.ok(error instanceof FeedError, String(error))
  }
}

function jsonRecordsOf(text: string): readonly unknown[] {
  try {
    const document = JSON.parse(text) as { vulnerabilities?: unknown[]; items?: unknown[] } | unknown[]
    return Array.isArray(document) ? document : (document.vulnerabilities ?? document.items ?? [])
  } catch {
    return text.startsWith('{')
      ? text
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as unknown)
      : []
  }
}

/** A copy with the member that is `index`-th in depth-first order replaced. */
function withReplaced(record: unknown, index: number, value: unknown): unknown {
  const places: { holder: Record<string, unknown>; name: string }[] = []
  const copy: unknown = structuredClone(record)
  const visit = (at: unknown): void => {
    if (typeof at !== 'object' || at === null) return
    for (const name of Object.keys(at)) {
      const holder = at as Record<string, unknown>
      places.push({ holder, name })
      visit(holder[name])
    }
  }
  visit(copy)
  const place = places[index % Math.max(places.length, 1)]
  if (place !== undefined) place.holder[place.name] = value
  return copy
}

test('the years of the NVD grow with the calendar', () => {
  const urls = feeds[0].urls(new Date('2026-01-01'))
  assert.equal(urls.length, 26)
  assert.match(urls[24] ?? '', /nvdcve-2\.0-2026\.json\.gz$/)
})

test('the same advisory has the same fingerprint however it is written, and another when anything read has changed', async (t) => {
  const [record] = jsonRecordsOf(readFileSync(join(import.meta.dirname, 'osv/fixtures/records.ndjson'), 'utf8'))
  const fingerprint = async (value: unknown, indent: number): Promise<string> => {
    const [first] = await readAll(scratchFile(t, 'x.json', JSON.stringify(value, null, indent)))
    assert.ok(first?.is === 'advisory')
    return first.fingerprint
  }
  const plain = await fingerprint(record, 0)
  assert.match(plain, /^[0-9a-f]{32}$/)
  assert.equal(await fingerprint(record, 2), plain)
  assert.equal(await fingerprint({ ...(record as object), credits: [] }, 0), plain)
  assert.notEqual(await fingerprint({ ...(record as object), summary: 'other words' }, 0), plain)
})
