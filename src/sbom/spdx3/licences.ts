import type { Graph } from './graph.ts'
import { textIn, valuesIn } from './graph.ts'

/** Licences of one expression; a set may hold itself, and what is beyond becomes `…`. */
const mostMembers = 200

/** A licence expression from the element that a value leads to: its text, an identifier of the SPDX list, or a set of others. */
export function licenceOf(graph: Graph, value: unknown, room = { left: mostMembers }): string {
  room.left -= 1
  if (room.left < 0) return '…'
  const thing = graph.thingOf(value)
  const members = (key: string, between: string): string =>
    valuesIn(thing, key)
      .slice(0, mostMembers)
      .map((member) => licenceOf(graph, member, room))
      .join(between)
  switch (thing?.type ?? '') {
    case 'ConjunctiveLicenseSet':
      return `(${members('member', ' AND ')})`
    case 'DisjunctiveLicenseSet':
      return `(${members('member', ' OR ')})`
    case 'OrLaterOperator':
      return `${members('subjectLicense', '')}+`
    case 'WithAdditionOperator':
      return `${members('subjectExtendableLicense', '')} WITH ${members('subjectAddition', '')}`
    default:
      return (
        textIn(thing, 'licenseExpression') ?? toIdentifier(graph.idOf(value)) ?? textIn(thing, 'name') ?? 'NOASSERTION'
      )
  }
}

/** `https://spdx.org/licenses/MIT` is MIT; the two individuals of the model are words. A licence of the document itself goes by its name. */
function toIdentifier(id: string | undefined): string | undefined {
  const word = id?.replace(/^.*[/#:_]/s, '')
  if (word === 'NoneLicense') return 'NONE'
  if (word === 'NoAssertionLicense') return 'NOASSERTION'
  return /^https?:\/\/spdx\.org\/licenses\/[^/#]+$/.test(id ?? '') || (word ?? '').startsWith('LicenseRef-')
    ? word
    : undefined
}
