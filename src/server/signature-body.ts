import { Type } from 'typebox'
import { saySignature } from '../flows/index.ts'
import type { Language } from '../flows/index.ts'
import type { SignatureShown } from '../model/index.ts'
import { SignatureAdded } from './contract.ts'
import type { Signature } from './contract.ts'
import { FileBody, fileNameField, languageField, OnceHeaders, only, organisationField } from './query.ts'

const maxSignatureBytes = 16 * 1024 * 1024

/** What the addresses share that take a detached signature. */
export const signatureSchema = {
  querystring: Type.Object({ ...organisationField, ...languageField, ...fileNameField }, only),
  headers: OnceHeaders,
  body: FileBody,
  consumes: ['application/pgp-signature', 'application/json', 'text/plain', 'application/octet-stream'],
  response: { 200: SignatureAdded, 201: SignatureAdded },
}

/** How its upload is taken. */
export const signatureUpload = { limitBytes: maxSignatureBytes, to: 'memory' } as const

/** A signature as it is sent, with its line for people. */
export function toSignatureBody(state: SignatureShown, language: Language): Signature {
  return { ...state, says: saySignature(state, language) }
}
