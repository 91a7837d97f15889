import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { FeedError } from '../feed-error.ts'
import { scanJson, type JsonText } from './json-values.ts'

function scan(text: string, chunkBytes = text.length + 1): readonly JsonText[] {
  const bytes = Buffer.from(text)
  const scanner = scanJson('test.json')
  const found: JsonText[] = []
  for (let at = 0; at < bytes.length; at += chunkBytes) found.push(...scanner.push(bytes.subarray(at, at + chunkBytes)))
  scanner.end()
  return found
}

function parsed(texts: readonly JsonText[]): readonly unknown[] {
  return texts.map(({ is, bytes }) => [is, JSON.parse(bytes.toString('utf8')) as unknown])
}

const forms: readonly (readonly [text: string, ...values: unknown[]])[] = [
  ['{"id":1}', ['record', { id: 1 }]],
  ['{"id":1}\n{"id":2}\n', ['record', { id: 1 }], ['record', { id: 2 }]],
  ['{"id":1}{"id":2}', ['record', { id: 1 }], ['record', { id: 2 }]],
  [' [ {"id":1} , {"id":2} ] ', ['record', { id: 1 }], ['record', { id: 2 }]],
  ['[]'],
  ['{"a":"}","b":["]","\\"]"]}', ['record', { a: '}', b: [']', '"]'] }]],
  ['{"v":1,"vulnerabilities":[]}', ['envelope', { v: 1, vulnerabilities: [] }], ['envelope', { '': [] }]],
  [
    '{"v":1,\n"vulnerabilities" : [ {"id":1},{"id":{"vulnerabilities":[2]}} ],"n":2}',
    ['envelope', { v: 1, vulnerabilities: [] }],
    ['record', { id: 1 }],
    ['record', { id: { vulnerabilities: [2] } }],
    ['envelope', { '': [], n: 2 }],
  ],
  [
    '{"x":["vulnerabilities",[1]],"y":"\\"vulnerabilities\\":["}',
    ['record', { x: ['vulnerabilities', [1]], y: '"vulnerabilities":[' }],
  ],
]

for (const [text, ...values] of forms) {
  test(`cuts ${JSON.stringify(text)} into its objects, however it comes in chunks`, () => {
    for (const chunkBytes of [1, 2, 3, 7, 1000]) assert.deepEqual(parsed(scan(text, chunkBytes)), values)
  })
}

test('tells where each record begins and its number', () => {
  const places = scan('[{"a":1},\n {"b":2}]', 4).map(({ record, start }) => [record, start])
  assert.deepEqual(places, [
    [1, 1],
    [2, 11],
  ])
})

const wrong: readonly (readonly [text: string, code: string, place: RegExp])[] = [
  ['{"id":1', 'truncated', /record 1 that begins at byte 0/],
  ['{"id":"1', 'truncated', /record 1/],
  ['{"id":"1\\', 'truncated', /record 1/],
  ['[{"id":1},', 'truncated', /after record 1/],
  ['{"vulnerabilities":[{"id":1}', 'truncated', /after record 1/],
  ['{"vulnerabilities":[{"id":1}]', 'truncated', /record 2/],
  ['[{"id":1} {"id":2}]', 'malformed', /after record 1, byte 10/],
  ['[{"id":1},]', 'malformed', /after record 1, byte 10/],
  ['[1,2]', 'malformed', /after record 0, byte 1/],
  ['{"id":1},{"id":2}', 'malformed', /after record 1, byte 8/],
  ['{"id":1}]', 'malformed', /after record 1, byte 8/],
  [`${'{"a":'.repeat(200)}1${'}'.repeat(200)}`, 'tooLarge', /record 1/],
]

for (const [text, code, place] of wrong) {
  test(`says ${code} and where of ${JSON.stringify(text.slice(0, 40))}`, () => {
    for (const chunkBytes of [1, 5, 2000]) {
      assert.throws(
        () => scan(text, chunkBytes),
        (error) => {
          assert.ok(error instanceof FeedError)
          assert.equal(error.code, code)
          assert.match(error.place, place)
          return true
        },
      )
    }
  })
}

test('stops at a record larger than 64 MB instead of keeping it', () => {
  const scanner = scanJson('test.json')
  const megabyte = Buffer.alloc(1024 * 1024, 'a')
  scanner.push(Buffer.from('{"a":"'))
  assert.throws(() => {
    for (let i = 0; i < 65; i += 1) scanner.push(megabyte)
  }, /larger than 64 MB/)
})

test('any list of objects comes out as it went in, in every form', () => {
  const objects = fc.array(fc.dictionary(fc.string(), fc.jsonValue({ maxDepth: 3 })), { maxLength: 5 })
  fc.assert(
    fc.property(objects, fc.integer({ min: 1, max: 40 }), (values, chunkBytes) => {
      const lines = values.map((value) => JSON.stringify(value)).join('\n')
      const list = JSON.stringify(values, null, 1)
      const enveloped = `{"vulnerabilities":${list}}`
      const expected = values.map((value) => JSON.parse(JSON.stringify(value)) as unknown)
      const records = (text: string): readonly unknown[] =>
        scan(text, chunkBytes).flatMap(({ is, bytes }) =>
          is === 'record' ? [JSON.parse(bytes.toString('utf8')) as unknown] : [],
        )
      const hasOwnList = values.some((value) => 'vulnerabilities' in value || 'CVE_Items' in value)
      if (!hasOwnList) assert.deepEqual(records(lines), expected)
      assert.deepEqual(records(list), expected)
      assert.deepEqual(records(enveloped), expected)
    }),
  )
})
