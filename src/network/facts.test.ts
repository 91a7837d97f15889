import assert from 'node:assert/strict'
import { test } from 'node:test'
import { Cursor } from './cursor.ts'
import { factsOf, plain, textOf } from './facts.ts'

test('facts come in one order, once, without what is empty', () => {
  assert.deepEqual(factsOf({ hostName: ['b', 'a', 'b', ' '], maker: 'Philips\u0000', model: undefined, serial: '' }), [
    { field: 'maker', value: 'Philips' },
    { field: 'hostName', value: 'a' },
    { field: 'hostName', value: 'b' },
  ])
})

test('text is kept on one line and without what turns or hides it', () => {
  assert.equal(plain(' MX700\r\n\u202eREV\u0007  B '), 'MX700 REV B')
  assert.equal(plain('x'.repeat(5000)).length, 512)
  assert.equal(plain(`${'x'.repeat(511)}\u{1f600}`).isWellFormed(), true)
})

test('bytes that are no UTF-8 are read as Windows-1252', () => {
  assert.equal(textOf(Uint8Array.of(0x44, 0x72, 0xe4, 0x67, 0x65, 0x72)), 'Dräger')
  assert.equal(textOf(new TextEncoder().encode('Dräger')), 'Dräger')
})

test('a cursor gives nothing beyond the end, and says so', () => {
  const cursor = new Cursor(Uint8Array.of(1, 2, 3, 4, 0xff))
  assert.deepEqual([cursor.u16(), cursor.u16le(), cursor.isShort], [0x102, 0x403, false])
  assert.deepEqual([cursor.u32(), cursor.isShort, cursor.left], [0, true, 0])
  assert.equal(new Cursor(Uint8Array.of(0xff, 0xff, 0xff, 0xff)).u32le(), 0xffffffff)
  assert.equal(new Cursor(Uint8Array.of(1)).take(-1).length, 0)
})
