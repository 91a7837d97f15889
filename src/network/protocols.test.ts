import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { test } from 'node:test'
import { clinicalProtocols } from '../model/index.ts'
import { protocols, sources } from './index.ts'

const page = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'protocols.md'), 'utf8')

/** Cells of the page's rows that begin with an id: `| \`dicom\` | DICOM | … |`. */
const rows = page
  .split('\n')
  .filter((line) => line.startsWith('| `'))
  .map((line) => line.split(' | ').map((cell) => cell.replace(/^\| | \|$/g, '').trim()))

test('every protocol has an id of its own', () => {
  const ids = protocols.map(({ id }) => id)
  assert.equal(new Set(ids).size, ids.length)
  assert.ok(ids.every((id) => /^[a-z][a-z\d-]*$/.test(id)))
})

test('every clinical protocol is one that is listened to, or a source', () => {
  const known = new Set<string>([...protocols, ...sources].map(({ id }) => id))
  assert.deepEqual(clinicalProtocols.difference(known), new Set())
})

test('docs/protocols.md has one row for each protocol, with its name, its secrecy and its source', () => {
  assert.deepEqual(rows.map(([id = '']) => id.replaceAll('`', '')).sort(), protocols.map(({ id }) => id).sort())
  for (const { id, name, secrecy, source } of protocols) {
    const row = rows.find(([cell]) => cell === `\`${id}\``)
    assert.deepEqual([row?.[1], row?.[4], row?.[5]], [name, secrecy, source], `the row of ${id}`)
  }
})
