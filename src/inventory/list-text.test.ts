import assert from 'node:assert/strict'
import { test } from 'node:test'
import iconv from 'iconv-lite'
import { readAssetList } from './index.ts'
import { french, readList, today } from './testing.ts'

const encodings: readonly (readonly [name: string, bytes: Uint8Array, encoding: string])[] = [
  ['UTF-8', Buffer.from(french), 'utf-8'],
  ['UTF-8 with a mark', Buffer.from(`\ufeff${french}`), 'utf-8'],
  ['UTF-16LE with a mark', iconv.encode(french, 'utf-16le', { addBOM: true }), 'utf-16le'],
  ['UTF-16LE', iconv.encode(french, 'utf-16le', { addBOM: false }), 'utf-16le'],
  ['UTF-16BE with a mark', iconv.encode(french, 'utf-16be', { addBOM: true }), 'utf-16be'],
  ['UTF-16BE', iconv.encode(french, 'utf-16be', { addBOM: false }), 'utf-16be'],
  ['windows-1252', iconv.encode(french, 'windows-1252'), 'windows-1252'],
]

for (const [name, bytes, encoding] of encodings) {
  test(`a list in ${name} gives the same rows`, async () => {
    const [list, expected] = [await readList(bytes), await readList(french)]
    assert.equal(list.encoding, encoding)
    assert.deepEqual(list.rows, expected.rows)
  })
}

for (const [name, end] of [
  ['\\r\\n', '\r\n'],
  ['\\r', '\r'],
] as const) {
  test(`a list whose lines end in ${name} gives the same rows`, async () =>
    assert.deepEqual((await readList(french.replaceAll('\n', end))).rows, (await readList(french)).rows))
}

test('an accent far from the start, a euro sign and a curly apostrophe are windows-1252', async () => {
  const lines = Array.from({ length: 3000 }, (_, index) => `T${index};Philips;plain`)
  const list = await readList(
    iconv.encode(['tag;fabricant;service', ...lines, 'T;Dräger;l’été à 5 €'].join('\n'), 'windows-1252'),
  )
  assert.equal(list.rows.at(-1)?.ward, 'l’été à 5 €')
})

test('one broken byte in a UTF-8 list does not spoil its accents, and is told', async () => {
  const bytes = Buffer.concat([
    Buffer.from('tag;fabricant;service\n1;Dräger;Réa\n2;Dräger;R'),
    Buffer.from([0xe9]),
    Buffer.from('a\n'),
  ])
  const list = await readList(bytes)
  assert.deepEqual(
    list.rows.map((row) => row.ward),
    ['Réa', 'R\ufffda'],
  )
  assert.match(list.problems[0]?.message ?? '', /not utf-8/)
})

test('a list comes in pieces of any size', async () => {
  const bytes = Buffer.from(french)
  async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += 7) yield bytes.subarray(at, at + 7)
  }
  const list = await readAssetList(pieces(), { today })
  assert.ok(list.is === 'list')
  assert.equal(list.rows.length, 7)
})

test('a cell holds a line break inside quotes, and the next line keeps its number', async () => {
  const list = await readList('tag;modele;serie\n1;"MX700\nversion 2";A\n2;MX800;B\n')
  assert.equal(list.rows[0]?.model, 'MX700 version 2')
  assert.equal(list.rows[1]?.line, 4)
})

test('a quote that never closes costs its own line only', async () => {
  const lines = Array.from({ length: 200 }, (_, index) => `${index};MX700`)
  const list = await readList(['tag;modele', 'x;"open', ...lines].join('\n'))
  assert.equal(list.rows.length, 200)
  assert.equal(list.rejected[0]?.line, 2)
})

test('an inch sign inside a cell is no quotation mark', async () => {
  const { rows } = await readList('tag;modele\n1;LCD 15"\n')
  assert.equal(rows[0]?.model, 'LCD 15"')
})

test('formulas are text', async () => {
  const { rows } = await readList('tag;modele;serie\n=1+1;@SUM(A1);-2\n')
  assert.deepEqual([rows[0]?.assetTag, rows[0]?.model, rows[0]?.serial], ['=1+1', '@SUM(A1)', '-2'])
})

test('a line with NUL characters, and a cell of 70,000 characters, are kept apart', async () => {
  const { rows, rejected } = await readList(`tag;modele\n1;a\0b\n2;${'x'.repeat(70_000)}\n3;fine\n`)
  assert.deepEqual([rows.map((row) => row.line), rejected.map((line) => line.line)], [[4], [2, 3]])
  assert.match(rejected[0]?.problem ?? '', /NUL/)
  assert.ok((rejected[1]?.text.length ?? 0) < 5000)
})

test('a file without line ends is read in its own time, and its endless line is kept apart', async () => {
  const { rows, rejected } = await readList(`tag;modele\n1;MX700\n2;${'x'.repeat(40_000_000)}`)
  assert.equal(rows.length, 1)
  assert.ok(rejected.length > 0 && rejected.every(({ line }) => line === 3))
})
