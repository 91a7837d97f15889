import type { SignatureKind, SignatureState } from '../model/index.ts'
import { maxOpenPgpBytes, maxSignatureBytes } from './limits.ts'
import { looksLikeOpenPgp, verifyOpenPgp } from './openpgp.ts'
import type { DetachedSignature } from './openpgp.ts'
import { looksLikeSigstore, verifySigstore } from './sigstore.ts'
import { invalid } from './state.ts'

/** Verifies a detached signature over bytes exactly as they came; its form is told by its content. Never empty, never throws on foreign input. */
export async function verifyDetached(given: DetachedSignature): Promise<SignatureState[]> {
  const kind = kindOfSignature(given.signature)
  const most = kind === 'sigstore' ? maxSignatureBytes : maxOpenPgpBytes
  if (given.signature.length > most)
    return [invalid({ kind: kind ?? 'openpgp' }, 'malformed', `larger than ${most / 1024 / 1024} MB`)]
  if (kind === 'sigstore') return [verifySigstore(given)]
  return verifyOpenPgp(given)
}

/** The form of a detached signature; undefined when it has none that is known. */
export function kindOfSignature(signature: Uint8Array): Exclude<SignatureKind, 'jsf'> | undefined {
  if (looksLikeOpenPgp(signature)) return 'openpgp'
  return looksLikeSigstore(signature) ? 'sigstore' : undefined
}
