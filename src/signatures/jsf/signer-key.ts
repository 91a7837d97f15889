import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { plain } from '../state.ts'
import type { JsonObject } from './signed-object.ts'
import { isObject } from './signed-object.ts'

/** The key that a signature brings along. `certificate` only for a certificate path; the key counts for nothing until it is trusted. */
export interface BroughtKey {
  readonly key: KeyObject
  readonly signer?: string
  readonly validFrom?: Date
  readonly validTo?: Date
}

/** The key in `publicKey` (JWK) or in the first certificate of `certificatePath`; undefined when it brings none. Throws when it cannot be read. */
export function broughtKey({ publicKey, certificatePath }: JsonObject): BroughtKey | undefined {
  if (isObject(publicKey)) return { key: createPublicKey({ key: publicOf(publicKey), format: 'jwk' }) }
  if (publicKey !== undefined) throw new Error('publicKey is no object')
  if (certificatePath === undefined) return undefined
  const first: unknown = Array.isArray(certificatePath) ? certificatePath[0] : undefined
  if (typeof first !== 'string') throw new Error('certificatePath names no certificate')
  const certificate = new X509Certificate(Buffer.from(first, 'base64'))
  return {
    key: certificate.publicKey,
    signer: plain(certificate.subject),
    validFrom: new Date(certificate.validFrom),
    validTo: new Date(certificate.validTo),
  }
}

function publicOf({ kty, crv, x, y, n, e }: JsonObject): Record<string, string> {
  const members = Object.entries({ kty, crv, x, y, n, e })
  return Object.fromEntries(members.filter((each): each is [string, string] => typeof each[1] === 'string'))
}

/** SHA-256 of the SubjectPublicKeyInfo, lower-case hex. */
export function fingerprintOf(key: KeyObject): string {
  return createHash('sha256')
    .update(key.export({ type: 'spki', format: 'der' }))
    .digest('hex')
}
