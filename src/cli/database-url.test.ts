import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { databaseUrlOf } from './database-url.ts'

const folder = mkdtempSync(join(tmpdir(), 'auscult-password-'))
after(() => rmSync(folder, { recursive: true }))

function fileOf(name: string, text: string): string {
  writeFileSync(join(folder, name), text)
  return join(folder, name)
}

test('without a password file the address stands as it is', () => {
  const databaseUrl = 'postgres://a:b@db/auscult'
  assert.equal(databaseUrlOf({ databaseUrl, databasePasswordFile: undefined }), databaseUrl)
  assert.equal(databaseUrlOf({ databaseUrl: undefined, databasePasswordFile: undefined }), undefined)
})

test('the password of a file goes into the address, whatever characters it holds, and its last line end does not', () => {
  for (const password of ['simple', 'p@ss:w/o?r#d %41', 'Ünïcode ', 'two\nlines']) {
    const databasePasswordFile = fileOf('password', `${password}\n`)
    const url = databaseUrlOf({ databaseUrl: 'postgres://auscult@127.0.0.1:5432/auscult', databasePasswordFile }) ?? ''
    assert.equal(decodeURIComponent(new URL(url).password), password)
  }
})

test('a socket folder in the address survives the password', () => {
  const databasePasswordFile = fileOf('password', 'secret')
  const databaseUrl = 'postgres://auscult@%2Frun%2Fpostgresql/auscult'
  assert.equal(
    databaseUrlOf({ databaseUrl, databasePasswordFile }),
    'postgres://auscult:secret@%2Frun%2Fpostgresql/auscult',
  )
})

test('a password file that is missing or empty, or stands alone, is told with what to do', () => {
  const databaseUrl = 'postgres://auscult@db/auscult'
  const missing = join(folder, 'missing')
  assert.throws(() => databaseUrlOf({ databaseUrl, databasePasswordFile: missing }), /DATABASE_PASSWORD_FILE.*missing/)
  assert.throws(() => databaseUrlOf({ databaseUrl, databasePasswordFile: fileOf('empty', '\n') }), /is empty/)
  assert.throws(() => databaseUrlOf({ databaseUrl: undefined, databasePasswordFile: missing }), /without DATABASE_URL/)
})
