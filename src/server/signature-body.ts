import { saySignature } from '../flows/index.ts'
import type { Language } from '../flows/index.ts'
import type { SignatureShown } from '../model/index.ts'
import type { Signature } from './contract.ts'

/** A signature as it is sent, with its line for people. */
export function toSignatureBody(state: SignatureShown, language: Language): Signature {
  return { ...state, says: saySignature(state, language) }
}
