import type { Signature } from '../../src/server/contract.ts'

const question = 'm-2 7a2 2 0 1 1 2.7 1.9c-.5.2-.7.6-.7 1.1m0 2.4v.1'

/** What the shield of a signature bears: a tick, a cross, nothing but a line, or a question mark. */
export const bornBySeal: Readonly<Record<Signature['is'], string>> = {
  valid: 'm-3 9 2.2 2.2L15.5 10',
  invalid: 'M9.5 9.5l5 5m0-5-5 5',
  unsigned: 'M9 12h6',
  unknownKey: question,
  notJudged: question,
}
