import { maxCanonicalChars, maxSignatures } from '../limits.ts'
import { invalid, unknownKey } from '../state.ts'
import type { CheckedSignature } from '../state.ts'
import type { TrustedKey } from '../trusted-key.ts'
import { findJsonFault } from './members.ts'
import type { JsonFault } from './members.ts'
import { isObject, signersOf } from './signed-object.ts'
import type { JsonObject } from './signed-object.ts'
import { verifySigner } from './verify-jsf.ts'
import type { Judge } from './verify-jsf.ts'

/** A document that may carry its signatures inside. */
export interface EnvelopedDocument {
  readonly bytes: Uint8Array
  readonly keys: readonly TrustedKey[]
  /** When the document was seen first. */
  readonly seenAt: Date
}

/**
 * Every JSON Signature Format signature of a CycloneDX document: of the whole, and of single components, services and other parts. Verified on the
 * document as it was parsed, before anything is normalised. Empty for what carries none, and for what is no JSON.
 */
export function verifyEnveloped({ bytes, keys, seenAt }: EnvelopedDocument): CheckedSignature[] {
  if (!mayBeSigned(bytes)) return []
  if (holdsXmlSignature(bytes)) return [notVerified]
  const parsed = parse(bytes)
  if (parsed === undefined) return []
  const { text, root } = parsed
  const signed = signedObjects(root)
  if (signed.length === 0) return []
  const fault = findJsonFault(text)
  if (fault !== undefined) return signed.slice(0, maxSignatures).map(({ pointer }) => ambiguous(pointer, fault))
  let left = maxCanonicalChars
  const judge: Judge = { keys, seenAt, spend: (chars) => (left -= chars) >= 0 }
  const checked = signed.slice(0, maxSignatures).flatMap((each) => verifyObject(each, judge))
  const tooMany = invalid({ kind: 'jsf' }, 'malformed', `more than ${maxSignatures} signatures in one document`)
  return signed.length > maxSignatures ? [...checked, { covers: '', state: tooMany }] : checked
}

/** XML signatures (W3C xmldsig-core) of CycloneDX XML are seen and not verified: nobody is told that the document is unsigned. */
function holdsXmlSignature(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return /^(?:\xef\xbb\xbf)?\s*</.test(buffer.subarray(0, 1000).toString('latin1')) && buffer.includes(xmlSignature)
}

const xmlSignature = 'http://www.w3.org/2000/09/xmldsig#'
const notVerified: CheckedSignature = {
  covers: '',
  state: unknownKey({ kind: 'xmldsig' }, 'algorithmNotSupported', 'it is an XML signature'),
}

/**
 * Cheap, and never wrong in the dangerous direction: the member's name stands in every signed document, plain or with letters written as escapes,
 * which no tool does (accents and `<` are written so, and begin otherwise).
 */
export function mayBeSigned(bytes: Uint8Array): boolean {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return signs.some((sign) => buffer.includes(sign))
}

const signs = ['"signature"', '\\u006', '\\u007', xmlSignature]

function parse(bytes: Uint8Array): { readonly text: string; readonly root: JsonObject } | undefined {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    const root: unknown = JSON.parse(text)
    return isObject(root) && root['bomFormat'] === 'CycloneDX' ? { text, root } : undefined
  } catch {
    return undefined // what cannot be read is the reader's to tell
  }
}

interface SignedObject {
  readonly pointer: string
  readonly object: JsonObject
}

/** Objects with a `signature` that is one by its form; that of the document itself whatever its form. Walked without recursion. */
function signedObjects(root: JsonObject): SignedObject[] {
  const found: SignedObject[] = []
  const open: { readonly pointer: string; readonly value: unknown }[] = [{ pointer: '', value: root }]
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    const { pointer, value } = next
    if (typeof value !== 'object' || value === null) continue
    if (isObject(value) && (isSigned(value) || (pointer === '' && value['signature'] !== undefined))) {
      found.push({ pointer, object: value })
      if (found.length > maxSignatures) return found
    }
    for (const [name, child] of Object.entries(value).reverse()) {
      if (typeof child === 'object') open.push({ pointer: `${pointer}/${toPointer(name)}`, value: child })
    }
  }
  return found
}

function isSigned({ signature }: JsonObject): boolean {
  return (
    isObject(signature) && ['signers', 'chain', 'algorithm', 'value'].some((name) => Object.hasOwn(signature, name))
  )
}

/** RFC 6901 §3. */
function toPointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1')
}

function verifyObject({ pointer, object }: SignedObject, judge: Judge): CheckedSignature[] {
  const signers = signersOf(object)
  if (signers === undefined || signers.length > maxSignatures)
    return [
      {
        covers: pointer,
        state: invalid({ kind: 'jsf' }, 'malformed', 'signature is neither one, nor signers, nor a chain'),
      },
    ]
  return signers.map((signer) => ({ covers: pointer, state: verifySigner(signer, judge) }))
}

function ambiguous(pointer: string, fault: JsonFault): CheckedSignature {
  const state =
    fault.is === 'duplicate'
      ? invalid({ kind: 'jsf' }, 'duplicateMembers', fault.member)
      : unknownKey(
          { kind: 'jsf' },
          'algorithmNotSupported',
          'the document is nested too deeply to be put in canonical form',
        )
  return { covers: pointer, state }
}
