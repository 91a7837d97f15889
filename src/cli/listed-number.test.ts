import assert from 'node:assert/strict'
import { test } from 'node:test'
import { listedNumber, modelVersionNumber } from './listed-number.ts'

const alias = { of: 'an alias', list: 'alias list' }

for (const text of ['abc', '', '-1', '0', '1.5', '1,5', '99999999999999', ' 7', '1e3']) {
  test(`"${text}" is no number of a list, and the message names the list`, () => {
    assert.throws(
      () => listedNumber(text, alias),
      ({ code, message }: { code: string; message: string }) =>
        code === 'usage' && message.includes(`"${text}"`) && message.includes('auscult alias list'),
    )
  })
}

test('a model version is named by its number, with or without the word before it', () => {
  assert.equal(listedNumber('512', alias), 512)
  assert.equal(modelVersionNumber('7'), 7)
  assert.equal(modelVersionNumber('model:7'), 7)
  assert.throws(() => modelVersionNumber('model:'))
})
