import assert from 'node:assert/strict'
import { mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { FeedError, feeds, openFeed, type FeedProgress } from './index.ts'
import { readAll, scratchFile, scratchFolder } from './testing.ts'
import { zipOf } from './testing-zip.ts'

const fixtures = import.meta.dirname
const cves = readFileSync(join(fixtures, 'nvd/fixtures/cves.json'))
const lines = readFileSync(join(fixtures, 'nvd/fixtures/cves.ndjson'))

async function errorOf(path: string): Promise<FeedError> {
  const error: unknown = await readAll(path).then(
    () => undefined,
    (cause: unknown) => cause,
  )
  assert.ok(error instanceof FeedError, `expected a FeedError, got ${String(error)}`)
  return error
}

const blanks = Buffer.concat([Buffer.from('['), Buffer.alloc(80 * 1024 * 1024, ' ')])
const half = Math.floor(lines.length / 2)
const packings: readonly (readonly [name: string, bytes: Uint8Array])[] = [
  ['cves.json', cves],
  ['cves.ndjson', lines],
  ['no-extension', lines],
  ['with-mark.json', Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), cves])],
  ['cves.json.gz', gzipSync(cves)],
  ['two members.gz', Buffer.concat([gzipSync(lines.subarray(0, half)), gzipSync(lines.subarray(half))])],
  ['cves.ndjson.zst', zstdCompressSync(lines)],
  [
    'two frames.zst',
    Buffer.concat([zstdCompressSync(lines.subarray(0, half)), zstdCompressSync(lines.subarray(half))]),
  ],
  ['misnamed.gz', zstdCompressSync(lines)],
  ['cves.zip', zipOf([['nested/cves.json', cves]])],
]

for (const [name, bytes] of packings) {
  test(`reads the same six CVEs from ${name}`, async (t) => {
    const records = await readAll(scratchFile(t, name, bytes))
    const advisories = records.flatMap((record) => (record.is === 'advisory' ? [record.advisory.id] : []))
    assert.deepEqual(
      advisories,
      [1, 2, 3, 4, 5, 6].map((n) => `CVE-2099-1000${n}`),
    )
  })
}

const broken: readonly (readonly [name: string, bytes: Uint8Array | string, code: string, message: RegExp])[] = [
  [
    'cut.json',
    cves.subarray(0, 3000),
    'truncated',
    /record \d that begins at byte \d+: the text ends too early, at byte 3000/,
  ],
  ['cut.json.gz', gzipSync(cves).subarray(0, 700), 'truncated', /the packed file ends too early/],
  ['cut.zst', zstdCompressSync(lines).subarray(0, 700), 'truncated', /the packed file ends too early/],
  ['cut.zip', zipOf([['cves.json', cves]]).subarray(0, 900), 'truncated', /directory at the end of the zip/],
  ['damaged.gz', flipped(gzipSync(cves), 300), 'malformed', /damaged/],
  ['damaged.zip', flipped(zipOf([['cves.json', cves]]), 300), 'malformed', /damaged|checksum/],
  ['tail.zst', Buffer.concat([zstdCompressSync(lines), Buffer.from('trailing bytes')]), 'malformed', /damaged/],
  ['empty.json', '', 'truncated', /it is empty/],
  ['blank.json', ' \n ', 'truncated', /it is empty/],
  [
    'login.json',
    '<!DOCTYPE html><html><body>Sign in</body></html>',
    'unknownFormat',
    /web page, such as the sign-in page of a proxy/,
  ],
  ['old.xml', '<?xml version="1.0"?><nvd/>', 'unknownFormat', /XML/],
  ['utf16.json', Buffer.from('\ufeff{"a":1}', 'utf16le'), 'unknownFormat', /UTF-16/],
  ['cves.json.xz', Buffer.from('fd377a585a0000', 'hex'), 'unknownFormat', /an xz archive; unpack it first/],
  ['words.txt', 'some words\n', 'unknownFormat', /none of: nvd, osv, cve, csaf, euvd, kev, epss, eol/],
  ['other.json', '{"hello":"world"}', 'unknownFormat', /none of: nvd, osv, cve, csaf, euvd, kev, epss, eol/],
  ['retired.json', '{"CVE_data_type":"CVE","CVE_Items":[{"cve":{}}]}', 'unknownFormat', /current form of the feed/],
  [
    'latin1.json',
    Buffer.from('{"id":"CVE-2099-1","descriptions":[{"lang":"en","value":"\xe9"}]}', 'latin1'),
    'malformed',
    /not UTF-8/,
  ],
  [
    'quotes.ndjson',
    `${lines.toString('utf8')}{"id":"CVE-2099-7",'a':1}\n`,
    'malformed',
    /record 7 \(CVE-2099-7\), byte \d+ .*not valid JSON/,
  ],
  [
    'array.ndjson',
    `${lines.toString('utf8')}{"id":"CVE-2099-10007","descriptions":[],"configurations":{}}`,
    'malformed',
    /record 7 \(CVE-2099-10007\).*\/configurations/,
  ],
  ['cut.csv', 'CVE-2099-10001,0.1,0.2\nCVE-2099-10002,0.1,0.3', 'truncated', /the last line has no line end/],
  ['bad.csv', 'CVE-2099-10001,0.1,0.2\nCVE-2099-10002,7,0.3\n', 'malformed', /record 2.*epssProbability/],
  ['bomb.gz', gzipSync(blanks), 'tooLarge', /unpacks to more than/],
  ['escaping.zip', zipOf([['../../cves.json', cves]]), 'malformed', /invalid relative path/],
  ['bomb.zip', zipOf([['a.json', blanks]]), 'tooLarge', /unpacks to more than/],
]

for (const [name, bytes, code, message] of broken) {
  test(`refuses ${name} as ${code}, and says where`, async (t) => {
    const error = await errorOf(scratchFile(t, name, bytes))
    assert.equal(error.code, code)
    assert.match(error.message, message)
    assert.ok(error.message.startsWith(name), error.message)
    assert.ok(error.remedy.length > 0)
  })
}

function flipped(bytes: Buffer, at: number): Buffer {
  const copy = Buffer.from(bytes)
  copy.fill(0x55, at, at + 16)
  return copy
}

test('says that a path does not exist', async () => {
  assert.equal((await errorOf('/nowhere/at/all.json')).code, 'unreadable')
})

test('reads a folder in the order of its names, and tells what it leaves out', async (t) => {
  const folder = scratchFolder(t)
  const outside = scratchFile(t, 'outside.json', '{"id":"X","modified":"2099"}')
  mkdirSync(join(folder, 'b'))
  writeFileSync(join(folder, 'b', '2.json'), '{"id":"B-2","modified":"2099-01-01T00:00:00Z"}')
  writeFileSync(
    join(folder, 'a.zip'),
    zipOf([
      ['1.json', Buffer.from('{"id":"A-1","modified":"2099-01-01T00:00:00Z"}')],
      ['notes.txt', Buffer.from('x')],
    ]),
  )
  writeFileSync(join(folder, 'LICENSE'), 'words')
  symlinkSync(outside, join(folder, 'c.json'))
  const skipped: string[] = []
  const progress: FeedProgress[] = []
  const { feed, records } = await openFeed({
    path: folder,
    feeds,
    onSkipped: (name) => skipped.push(name),
    onProgress: (p) => progress.push(p),
  })
  const ids = (await Array.fromAsync(records)).map((record) => record.is === 'advisory' && record.advisory.id)
  assert.equal(feed.id, 'osv')
  assert.deepEqual(ids, ['A-1', 'B-2'])
  assert.deepEqual(skipped, ['LICENSE', 'c.json', 'a.zip › notes.txt'])
  assert.equal(progress.at(-1)?.records, 2)
  assert.equal(progress.at(-1)?.bytesTotal, progress.at(-1)?.bytesRead)
})

test('refuses a folder that mixes two feeds', async (t) => {
  const folder = scratchFolder(t)
  writeFileSync(join(folder, '1.json'), cves)
  writeFileSync(join(folder, '2.json'), '{"id":"B-2","modified":"2099-01-01T00:00:00Z"}')
  const error = await errorOf(folder)
  assert.match(error.message, /2\.json: its first record is not nvd/)
})

test('stops with the reason of the signal', async (t) => {
  const stop = new AbortController()
  const { records } = await openFeed({ path: scratchFile(t, 'c.ndjson', lines), feeds, signal: stop.signal })
  await records.next()
  stop.abort(new Error('the person pressed Ctrl-C'))
  await assert.rejects(Array.fromAsync(records), /Ctrl-C/)
})

test('an archive inside an archive is read, and what is no feed in it is left out and named', async (t) => {
  const inner = zipOf([
    ['cves/deltaLog.json', Buffer.from('[{"fetchTime":"2099-01-01T00:00:00Z","new":[]}]')],
    ['cves/a.json', cves],
    ['deeper.zip', zipOf([['b.json', cves]])],
  ])
  const path = scratchFile(t, 'cves.zip.zip', zipOf([['cves.zip', inner]]))
  const skipped: string[] = []
  let bytes = { bytesRead: 0, bytesTotal: 1 }
  const { records } = await openFeed({
    path,
    feeds,
    onSkipped: (name) => skipped.push(name),
    onProgress: (progress) => (bytes = progress),
  })
  assert.ok((await Array.fromAsync(records)).length > 0)
  assert.deepEqual(skipped, ['cves.zip.zip › cves.zip › cves/deltaLog.json', 'cves.zip.zip › cves.zip › deeper.zip'])
  assert.ok(bytes.bytesRead <= bytes.bytesTotal)
})

test('the repository behind a checked-out folder is not gone through', async (t) => {
  const folder = scratchFolder(t)
  mkdirSync(join(folder, '.git/objects'), { recursive: true })
  writeFileSync(join(folder, '.git/objects/a.json'), 'no feed')
  writeFileSync(join(folder, 'cves.json'), cves)
  const skipped: string[] = []
  const { records } = await openFeed({ path: folder, feeds, onSkipped: (name) => skipped.push(name) })
  assert.ok((await Array.fromAsync(records)).length > 0)
  assert.deepEqual(skipped, ['.git'])
})
