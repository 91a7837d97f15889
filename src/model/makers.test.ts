import assert from 'node:assert/strict'
import { test } from 'node:test'
import {
  aliasRelations,
  checkAlias,
  keyOfAliasEnd,
  knownAliases,
  makerKey,
  nameAfterMaker,
  readAliases,
  spellingsOfMaker,
  writeAliases,
} from './index.ts'

test('all spellings of a maker are one maker', () => {
  for (const spelling of ['Philips', 'PHILLIPS', 'Philips Medical Systems B.V.', 'Koninklijke Philips N.V.'])
    assert.equal(makerKey(spelling), 'philips')
  assert.deepEqual(spellingsOfMaker('Phillips').slice(0, 2), ['philips', 'phillips'])
  assert.deepEqual(spellingsOfMaker('Nobody Ltd'), ['nobody'])
})

test('makers that were only bought keep their own name', () => {
  assert.notEqual(makerKey('Welch Allyn'), makerKey('Hillrom'))
  assert.notEqual(makerKey('Gemalto'), makerKey('Thales'))
})

test('the product is found behind a known maker, where it is no mere word', () => {
  assert.equal(nameAfterMaker('Gemalto PLS62'), 'pls62')
  assert.equal(nameAfterMaker('Wind River VxWorks'), 'vxworks')
  assert.equal(nameAfterMaker('Thales DIS EHS8'), 'ehs8')
  assert.equal(nameAfterMaker('Philips gateway'), undefined)
  assert.equal(nameAfterMaker('Unheard PLS62'), undefined)
  assert.equal(nameAfterMaker('Philips'), undefined)
})

test('every alias that comes with Auscult is a usable fact with a source', () => {
  assert.ok(knownAliases.length > 400)
  const seen = new Set<string>()
  for (const alias of knownAliases) {
    assert.deepEqual(checkAlias(alias), alias)
    const name = [
      alias.relation,
      keyOfAliasEnd(alias.kind, alias.from),
      keyOfAliasEnd(alias.kind, alias.to),
      alias.from,
    ].join(' ')
    assert.ok(!seen.has(name), `${name} stands twice`)
    seen.add(name)
  }
  for (const relation of aliasRelations) assert.ok(knownAliases.some((alias) => alias.relation === relation))
})

test('no spelling stands for two makers, and none for another spelling', () => {
  const spelled = knownAliases.filter(({ kind, relation }) => kind === 'maker' && relation === 'same')
  const targets = new Map<string | undefined, string | undefined>()
  for (const { from, to } of spelled) {
    const [key, target] = [keyOfAliasEnd('maker', from), keyOfAliasEnd('maker', to)]
    assert.equal(targets.get(key) ?? target, target, from)
    targets.set(key, target)
  }
  for (const target of targets.values()) assert.ok(!targets.has(target), target)
})

test('a table of aliases is read as it was written', () => {
  assert.deepEqual(readAliases(writeAliases(knownAliases)), { aliases: knownAliases, problems: [] })
})

test('a line that cannot be used is named with what is wrong', () => {
  const told = (line: string): string | undefined => readAliases(line).problems[0]?.message
  assert.match(told('same\tmaker\tA\tB') ?? '', /4 columns instead of 5/)
  assert.match(told('like\tmaker\tA\tB\tx') ?? '', /"like" is no relation; use same/)
  assert.match(told('same\tward\tA\tB\tx') ?? '', /neither maker nor product/)
  assert.match(told('embeds\tmaker\tA\tB\tx') ?? '', /embeds is for products/)
  assert.match(told('same\tproduct\t!!\tB\tx') ?? '', /no usable name/)
  assert.match(told('same\tproduct\tcpe:2.3:a:*:*\tB\tx') ?? '', /must name its product/)
  assert.match(told('same\tproduct\tA\tB\t') ?? '', /source/)
  assert.match(told('same\tproduct\tA\tA\tx') ?? '', /twice/)
  assert.match(told(`same\tproduct\t${'a'.repeat(300)}\tB\tx`) ?? '', /no usable name/)
})
