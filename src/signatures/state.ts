import type { SignatureDoubt, SignatureFacts, SignatureFault, SignatureState } from '../model/index.ts'
import { maxTextChars } from './limits.ts'

/** A signature that proves nothing. */
export function invalid(facts: SignatureFacts, because: SignatureFault, detail?: string): SignatureState {
  return { ...facts, is: 'invalid', because, ...(detail === undefined ? {} : { detail: plain(detail) }) }
}

/** A signature that nobody can judge yet. */
export function unknownKey(facts: SignatureFacts, because: SignatureDoubt, detail?: string): SignatureState {
  return { ...facts, is: 'unknownKey', because, ...(detail === undefined ? {} : { detail: plain(detail) }) }
}

/** Foreign text on one line, without what steers a terminal. */
export function plain(text: string): string {
  return text
    .replace(/[\p{C}\p{Z}]+/gu, ' ')
    .trim()
    .slice(0, maxTextChars)
}

/** What an error says, for the detail of a state. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** One signature of a document and what it covers: the whole (`''`), or a part by its JSON pointer (`/components/3`). */
export interface CheckedSignature {
  readonly covers: string
  readonly state: SignatureState
}

/**
 * What all signatures of a document say of the whole. One that is invalid, wherever it stands, outweighs every valid one; a signature on a part
 * says nothing of the rest.
 */
export function overallState(checked: readonly CheckedSignature[]): SignatureState {
  const states = checked
    .filter(({ covers, state }) => covers === '' || state.is === 'invalid')
    .map(({ state }) => state)
  for (const is of ['invalid', 'valid', 'unknownKey'] as const) {
    const found = states.find((state) => state.is === is)
    if (found !== undefined) return found
  }
  return { is: 'unsigned' }
}
