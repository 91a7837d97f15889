import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { contains, schemeById } from '../../versions/index.ts'
import { stretchesOf } from './events.ts'
import type { Event } from './schema.ts'

/** Events as `+1` introduced, `-2` fixed, `=3` last affected, `|4` limit; and the stretches that they leave, in words. */
const evaluated: readonly (readonly [events: string, ...stretches: string[]])[] = [
  ['+0', 'every version'],
  ['+0 -2', '< 2'],
  ['+1 -2', '>= 1 and < 2'],
  ['+1 =2', '>= 1 and <= 2'],
  ['+1', '>= 1'],
  ['-2 +0', '< 2'],
  ['+3 -4 +1 -2', '>= 1 and < 2', '>= 3 and < 4'],
  ['+1 -2 +3', '>= 1 and < 2', '>= 3'],
  ['+0 -2 -3', '< 2'],
  ['+0 +1 -2', '< 2'],
  ['+0 -1 +1 -2', '< 1', '>= 1 and < 2'],
  ['+1 -1'],
  ['+0 -2 |1', '< 1'],
  ['+0 |1 |3', '< 3'],
  ['+0 |*', 'every version'],
  ['+1 -5 +7 |6', '>= 1 and < 5'],
  ['-2', 'its events do not say where it begins'],
  ['', 'its events do not say where it begins'],
  ['+0 -banana', 'its event “fixed banana” cannot be ordered'],
]

const kinds = { '+': 'introduced', '-': 'fixed', '=': 'last_affected', '|': 'limit' } as const

function toEvents(text: string): readonly Event[] {
  return text.split(' ').flatMap((word) => {
    const kind = kinds[word[0] as keyof typeof kinds]
    return kind === undefined ? [] : [{ [kind]: word.slice(1) }]
  })
}

for (const [events, ...stretches] of evaluated) {
  test(`the events ${events || '(none)'} leave ${stretches.join(', ') || 'nothing'}`, () => {
    assert.deepEqual(
      stretchesOf('pep440', toEvents(events)).map(({ text }) => text),
      stretches,
    )
  })
}

/** The evaluation as the OSV schema words it, over whole numbers. */
function isAffected(version: number, events: readonly Event[]): boolean {
  const limits = events.flatMap(({ limit }) => (limit === undefined || limit === null ? [] : [Number(limit)]))
  if (limits.length > 0 && !limits.some((limit) => version < limit)) return false
  const at = (event: Event): number =>
    event.introduced === '0' ? -1 : Number(event.introduced ?? event.fixed ?? event.last_affected)
  let affected = false
  for (const event of events.filter(({ limit }) => typeof limit !== 'string').toSorted((a, b) => at(a) - at(b))) {
    if (typeof event.introduced === 'string') affected ||= version >= at(event)
    else if (typeof event.fixed === 'string' && version >= at(event)) affected = false
    else if (typeof event.last_affected === 'string' && version > at(event)) affected = false
  }
  return affected
}

test('stretches hold exactly the versions that the schema’s own evaluation affects', () => {
  const number = fc.integer({ min: 0, max: 9 }).map(String)
  const introduced = number.map((version): Event => ({ introduced: version }))
  const limit = number.map((version): Event => ({ limit: version }))
  const fixed = number.map((version): Event => ({ fixed: version }))
  const lastAffected = number.map((version): Event => ({ last_affected: version }))
  // The schema forbids `fixed` and `last_affected` in one range.
  const events = fc
    .constantFrom(fixed, lastAffected)
    .chain((end) =>
      fc
        .tuple(introduced, fc.array(fc.oneof(introduced, end, end, limit), { maxLength: 6 }))
        .chain(([first, more]) => fc.shuffledSubarray([first, ...more], { minLength: more.length + 1 })),
    )
  fc.assert(
    fc.property(events, (list) => {
      const stretches = stretchesOf('pep440', list)
      for (let version = 0; version <= 10; version += 1) {
        const key = schemeById('pep440').sortKey(String(version))
        const isInside = stretches.some(({ range }) => contains(range, key) === 'inside')
        assert.equal(isInside, isAffected(version, list), `version ${version} of ${JSON.stringify(list)}`)
      }
    }),
  )
})
