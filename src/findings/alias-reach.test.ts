import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { aliasRelations } from '../model/index.ts'
import type { AliasRelation } from '../model/index.ts'
import { reachOfAliases } from './index.ts'
import type { AliasEdge } from './index.ts'

/** `a successor b` a line. */
function edgesOf(text: string): AliasEdge[] {
  return text
    .trim()
    .split('\n')
    .map((line, place): AliasEdge => {
      const [from = '', relation = '', to = ''] = line.trim().split(' ')
      return { aliasId: place + 1, relation: relation as AliasRelation, kind: 'product', fromKey: from, toKey: to }
    })
}

function told(text: string): string[] {
  return reachOfAliases(edgesOf(text))
    .reach.map(({ fromKey, toKey, doubt }) => `${fromKey} ${toKey} ${doubt ?? 'same'}`)
    .sort()
}

test('another spelling is the same, both ways, and so is a spelling of it', () => {
  assert.deepEqual(told('a same b\nb same c'), ['a b same', 'a c same', 'b a same', 'b c same', 'c a same', 'c b same'])
})

test('a successor leaves a doubt, both ways and over several', () => {
  assert.deepEqual(told('gemalto successor thales\nthales successor telit'), [
    'gemalto telit successorOnly',
    'gemalto thales successorOnly',
    'telit gemalto successorOnly',
    'telit thales successorOnly',
    'thales gemalto successorOnly',
    'thales telit successorOnly',
  ])
})

test('members, their family and their siblings leave a doubt; families of families are not siblings of all', () => {
  assert.deepEqual(told('ehs8 memberOf cinterion\npls62 memberOf cinterion'), [
    'cinterion ehs8 familyOnly',
    'cinterion pls62 familyOnly',
    'ehs8 cinterion familyOnly',
    'ehs8 pls62 familyOnly',
    'pls62 cinterion familyOnly',
    'pls62 ehs8 familyOnly',
  ])
})

test('what may hold a part is in doubt when the part is asked for, and the part is not when the whole is', () => {
  assert.deepEqual(told('vxworks embeds ipnet'), ['vxworks ipnet familyOnly'])
  assert.deepEqual(
    told('vxworks-653 memberOf vxworks\nvxworks embeds ipnet').filter((each) => /ipnet/.test(each)),
    ['vxworks ipnet familyOnly', 'vxworks-653 ipnet familyOnly'],
  )
})

test('what people call a set of things finds them, and makes none of them a sibling of the others', () => {
  assert.deepEqual(told('uip knownBy amnesia\npicotcp knownBy amnesia'), [
    'picotcp amnesia familyOnly',
    'uip amnesia familyOnly',
  ])
})

test('the surest way counts, and it names the aliases that lead there', () => {
  const { reach } = reachOfAliases(edgesOf('a memberOf f\nb memberOf f\na same c\nc same b'))
  assert.deepEqual(
    reach.find(({ fromKey, toKey }) => fromKey === 'a' && toKey === 'b'),
    {
      kind: 'product',
      fromKey: 'a',
      toKey: 'b',
      aliases: [3, 4],
    },
  )
})

test('a maker with several spellings reaches itself', () => {
  assert.deepEqual(told('philips same philips'), ['philips philips same'])
})

test('a name that reaches half the world reaches nothing, and is named', () => {
  const edges = Array.from({ length: 600 }, (_, place) => `p${place} knownBy all\nall same x${place}`).join('\n')
  const { reach, tooWide } = reachOfAliases(edgesOf(edges))
  assert.ok(tooWide.includes('all'))
  assert.ok(reach.every(({ fromKey }) => !tooWide.includes(fromKey)))
})

test('whatever the aliases are: sameness and succession go both ways, and each pair is told once', () => {
  const key = fc.constantFrom('a', 'b', 'c', 'd', 'e')
  const edge = fc.tuple(key, fc.constantFrom(...aliasRelations), key)
  fc.assert(
    fc.property(fc.array(edge, { minLength: 1, maxLength: 8 }), (lines) => {
      const { reach } = reachOfAliases(edgesOf(lines.map((line) => line.join(' ')).join('\n')))
      const pairs = new Map(reach.map(({ fromKey, toKey, doubt }) => [`${fromKey} ${toKey}`, doubt]))
      assert.equal(pairs.size, reach.length)
      for (const { fromKey, toKey, doubt } of reach) {
        if (doubt === 'familyOnly') continue
        assert.equal(pairs.get(`${toKey} ${fromKey}`), doubt)
      }
    }),
  )
})
