import { createHash, timingSafeEqual } from 'node:crypto'
import { verifyDetached } from '../../signatures/index.ts'
import type { SignatureState } from '../../model/index.ts'
import type { PinnedKey, RejectedBecause } from './provider.ts'

/** A document as it came, with what came beside it. */
export interface DocumentToVerify {
  readonly bytes: Uint8Array
  /** The texts of its hash files. */
  readonly sha512: Uint8Array | undefined
  readonly sha256: Uint8Array | undefined
  readonly signature: Uint8Array | undefined
}

/** What a provider has promised to give beside each document. */
export interface Demands {
  readonly keys: readonly PinnedKey[]
  readonly needsHash: boolean
  readonly needsSignature: boolean
  readonly now: Date
}

export type Verification =
  | { readonly is: 'verified'; readonly hash: 'sha512' | 'sha256' | 'none'; readonly signature: SignatureState }
  | { readonly is: 'rejected'; readonly because: RejectedBecause; readonly detail: string }

/** Checks hash and signature of a document before anybody parses it (CSAF 2.0 §7.1.18–19). */
export async function verifyDocument(document: DocumentToVerify, demands: Demands): Promise<Verification> {
  const hash = checkHash(document)
  if (hash.is === 'rejected') return hash
  if (hash.hash === 'none' && demands.needsHash) return rejected('hashMissing', 'there is neither .sha512 nor .sha256')
  if (document.signature === undefined)
    return demands.needsSignature
      ? rejected('signatureMissing', 'there is no .asc, though the provider signs')
      : { is: 'verified', hash: hash.hash, signature: { is: 'unsigned' } }
  const { bytes, signature } = document
  const keys = demands.keys.map((key) => ({ kind: 'openpgp' as const, maker: '', ...key }))
  const states = await verifyDetached({ bytes, signature, keys, seenAt: demands.now })
  const state = states.find(({ is }) => is === 'invalid') ?? states.find(({ is }) => is === 'valid') ?? states[0]
  if (state === undefined || state.is === 'unsigned') return rejected('signatureInvalid', 'the .asc holds no signature')
  if (state.is === 'invalid')
    return rejected('signatureInvalid', `${state.because}${state.detail === undefined ? '' : `: ${state.detail}`}`)
  if (state.is === 'unknownKey' && demands.needsSignature)
    return rejected(
      'keyNotPinned',
      `it is signed with the key ${state.fingerprint ?? state.detail ?? 'of nobody'}, which is not the provider's known one`,
    )
  return { is: 'verified', hash: hash.hash, signature: state }
}

function checkHash({
  bytes,
  sha512,
  sha256,
}: DocumentToVerify): Verification & ({ readonly hash: 'sha512' | 'sha256' | 'none' } | { readonly is: 'rejected' }) {
  const given = [
    ['sha512', sha512],
    ['sha256', sha256],
  ] as const
  let strongest: 'sha512' | 'sha256' | 'none' = 'none'
  for (const [name, text] of given) {
    if (text === undefined) continue
    const digest = createHash(name).update(bytes).digest()
    const stated = /^\s*([0-9a-fA-F]{64,128})\b/.exec(Buffer.from(text).toString('latin1').slice(0, 1000))?.[1]
    const claimed = Buffer.from(stated ?? '', 'hex')
    if (claimed.length !== digest.length || !timingSafeEqual(claimed, digest))
      return rejected(
        'hashWrong',
        `its .${name} says ${stated?.slice(0, 16) ?? 'nothing'}…, and it is ${digest.toString('hex').slice(0, 16)}…`,
      )
    if (strongest === 'none') strongest = name
  }
  return { is: 'verified', hash: strongest, signature: { is: 'unsigned' } }
}

function rejected(because: RejectedBecause, detail: string): Extract<Verification, { is: 'rejected' }> {
  return { is: 'rejected', because, detail }
}
