import { documentOf, eachOf, textIn, under } from './check.ts'
import type { Check } from './check.ts'
import { instantOf } from './timestamps.ts'

/** 6.1.21: in the order of their dates, revisions begin with 0 or 1. Reading tells the numbers that are left out. */
export const firstRevision: Check = {
  clause: '6.1.21',
  run: (root) => {
    const tracking = under(documentOf(root), 'tracking')
    const revisions = (tracking === undefined ? [] : eachOf(tracking, 'revision_history')).flatMap(
      ({ fields, place }) => {
        const at = instantOf(textIn(fields, 'date'))
        const [major] = (textIn(fields, 'number') ?? '').split('.')
        return at === undefined ? [] : [{ at, place, major: Number(major) }]
      },
    )
    const first = revisions.map(({ at }) => at).reduce<bigint | undefined>(earlier, undefined)
    const oldest = revisions.filter(({ at }) => at === first)
    const [wrong] = oldest
    if (wrong === undefined || oldest.some(({ major }) => !(major > 1))) return []
    return [{ place: `${wrong.place}/number`, message: `the oldest revision is ${wrong.major}; the first is 0 or 1` }]
  },
}

function earlier(first: bigint | undefined, at: bigint): bigint {
  return first === undefined || at < first ? at : first
}
