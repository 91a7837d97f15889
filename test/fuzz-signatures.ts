import { makeSigstore } from './sigstore.ts'
import { newSigner, signatureOf } from './csaf-provider.ts'
import { readTrustedKey, verifyDetached } from '../src/signatures/index.ts'
import type { TrustedKey } from '../src/signatures/index.ts'

/** A document, and signatures of it by keys that are trusted, to be damaged. */

const document = '{"bomFormat":"CycloneDX","specVersion":"1.6"}'
const bytes = Buffer.from(document)
const signer = await newSigner()
const { root, bundle } = makeSigstore(bytes)
const identity = { subject: 'psirt@infusa.example', issuer: 'https://login.infusa.example' }

export const signatures: readonly Uint8Array[] = [
  Buffer.from(await signatureOf(document, signer)),
  Buffer.from(JSON.stringify(bundle)),
]

const keys = (
  await Promise.all([
    readTrustedKey({ bytes: Buffer.from(signer.armored) }),
    readTrustedKey({ bytes: Buffer.from(JSON.stringify(root)), identity }),
  ])
).flatMap((key): TrustedKey[] => (key.is === 'key' ? [{ ...key, maker: 'Infusa' }] : []))

/** A damaged signature is judged, never valid over another document, and nothing throws. */
export async function judgeDamaged(signature: Uint8Array): Promise<void> {
  const seenAt = new Date()
  const states = await verifyDetached({ bytes, signature, keys, seenAt })
  if (states.length === 0) throw new Error('a signature was passed over')
  const others = await verifyDetached({ bytes: Buffer.from(`${document} `), signature, keys, seenAt })
  if (others.some(({ is }) => is === 'valid')) throw new Error('a signature is valid over other bytes')
  await readTrustedKey({ bytes: signature, identity })
}
