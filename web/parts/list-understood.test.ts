import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ListToConfirm } from '../../src/server/contract.ts'
import { sentIn } from '../pages/add-page.ts'
import { columnText, doubtsOf, foundText, rememberedOf, rememberedText, saidOf } from './list-understood.ts'
import type { Column } from './list-understood.ts'
import { knownWords } from '../words/use-known-words.ts'

const { en } = knownWords

const column = (position: number, header: string, field?: string): Column => ({
  position,
  header,
  by: 'content',
  filledRows: 1,
  ...(field !== undefined && { field }),
})
const columns = [column(1, 'Teil', 'name'), column(2, '', 'version'), column(3, 'Notiz')]
const toConfirm: ListToConfirm = {
  is: 'needsConfirmation',
  because: '',
  sha256: '',
  confirmation: '0123456789abcdef',
  format: { name: 'list', version: '', encoding: 'csv' },
  components: 1,
  problems: [],
  problemsTotal: 0,
  list: { where: '', columns, rows: 1, left: [], leftTotal: 0, sample: [], otherTables: [], guesses: [] },
}

function chosen(...fields: readonly string[]): FormData {
  const form = new FormData()
  for (const [at, field] of fields.entries()) form.set(`column-${at + 1}`, field)
  return form
}

test('a list that is left as shown is confirmed by its word, with what was said of its columns before', () => {
  const same = chosen('name', 'version', 'none')
  assert.deepEqual(saidOf(same, toConfirm, undefined), { confirm: '0123456789abcdef' })
  assert.deepEqual(saidOf(same, toConfirm, 'name=1'), { columns: 'name=1', confirm: '0123456789abcdef' })
})

test('one column changed says what all of them are, by position, and confirms nothing yet', () => {
  assert.deepEqual(saidOf(chosen('name', 'none', 'version'), toConfirm, 'name=1'), {
    columns: 'name=1,none=2,version=3',
  })
})

test('columns go by their headers or positions, and by why they were understood so', () => {
  assert.deepEqual(
    columns.map((each) => columnText(each, en)),
    ['Teil', 'Column 2', 'Notiz'],
  )
  assert.match(foundText(column(1, ''), en), /a guess/)
  const names = { headers: ['Teil', 'Notiz'], fields: ['name', null] }
  const kept = { listColumnsId: 1, kind: 'components', makerKey: 'acme', isOwn: true, since: '', ...names } as const
  assert.equal(rememberedText(kept, en), 'Teil: name · Notiz: not read')
  assert.equal(rememberedOf({ ...kept, kind: 'equipment', makerKey: '' }, en), 'Equipment lists')
})

test('a form without a file sends nothing; a device goes before maker, model and version', () => {
  const form = new FormData()
  form.set('maker', 'Acme')
  assert.equal(sentIn(form), undefined)
  form.set('file', new File(['x'], 'list.csv'))
  form.set('version', '4')
  assert.deepEqual(sentIn(form)?.target, { maker: 'Acme', model: '', version: '4' })
  form.set('device', 'BM-1')
  form.set('columns', 'name=1')
  assert.deepEqual([sentIn(form)?.target, sentIn(form)?.columns], [{ device: 'BM-1' }, 'name=1'])
})

test('why a person has to look is told in the language of the page', () => {
  assert.deepEqual(doubtsOf(toConfirm, false, en), [en.lists.doubts.guessed])
  const format = { name: 'list', version: '', encoding: 'pdf' }
  const list = { ...toConfirm.list, columns: [{ ...column(1, 'Teil', 'name'), by: 'named' }] }
  const { changed, pdf, noVersion } = en.lists.doubts
  assert.deepEqual(doubtsOf({ list, format }, true, en), [changed, pdf, noVersion])
})
