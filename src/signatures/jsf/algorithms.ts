import { constants, createPublicKey, verify } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { lookup } from '../../model/index.ts'
import type { SignatureFault } from '../../model/index.ts'

/** How a JSF algorithm is verified. Source: JSON Signature Format, "Signature Algorithms" (the names of RFC 7518 and RFC 8037). */
export type JsfAlgorithm =
  | { readonly is: 'rsa' | 'rsaPss'; readonly digest: string; readonly saltBytes: number }
  | { readonly is: 'ecdsa'; readonly digest: string; readonly curve: string }
  | { readonly is: 'edDsa'; readonly type: 'ed25519' | 'ed448' }

/** By name; undefined for a name that is none of ours. HMAC is a fault: whoever can verify could have signed. */
export function toAlgorithm(name: string): JsfAlgorithm | SignatureFault | undefined {
  if (name.toLowerCase() === 'none') return 'algorithmNone'
  if (/^HS\d+$/.test(name)) return 'algorithmSymmetric'
  if (/^[RPE]S1$/.test(name)) return 'weakDigest'
  return algorithms[name]
}

const algorithms = lookup<JsfAlgorithm>({
  RS256: { is: 'rsa', digest: 'sha256', saltBytes: 0 },
  RS384: { is: 'rsa', digest: 'sha384', saltBytes: 0 },
  RS512: { is: 'rsa', digest: 'sha512', saltBytes: 0 },
  PS256: { is: 'rsaPss', digest: 'sha256', saltBytes: 32 },
  PS384: { is: 'rsaPss', digest: 'sha384', saltBytes: 48 },
  PS512: { is: 'rsaPss', digest: 'sha512', saltBytes: 64 },
  ES256: { is: 'ecdsa', digest: 'sha256', curve: 'prime256v1' },
  ES384: { is: 'ecdsa', digest: 'sha384', curve: 'secp384r1' },
  ES512: { is: 'ecdsa', digest: 'sha512', curve: 'secp521r1' },
  Ed25519: { is: 'edDsa', type: 'ed25519' },
  Ed448: { is: 'edDsa', type: 'ed448' },
})

const leastRsaBits = 2048

/** Whether a key can belong to an algorithm: an RSA key never verifies as something else (the confusion that JWT libraries fell for). */
export function faultOfKey(algorithm: JsfAlgorithm, key: KeyObject): SignatureFault | undefined {
  const { asymmetricKeyType: type, asymmetricKeyDetails: details } = key
  switch (algorithm.is) {
    case 'rsa':
    case 'rsaPss':
      if (type !== 'rsa' && !(type === 'rsa-pss' && algorithm.is === 'rsaPss')) return 'algorithmNotOfKey'
      return (details?.modulusLength ?? 0) < leastRsaBits ? 'weakKey' : undefined
    case 'ecdsa':
      return type === 'ec' && details?.namedCurve === algorithm.curve ? undefined : 'algorithmNotOfKey'
    case 'edDsa':
      return type === algorithm.type ? undefined : 'algorithmNotOfKey'
  }
}

/** Whether the signature is the key's over these bytes. */
export function isSignedBy(
  algorithm: JsfAlgorithm,
  key: KeyObject,
  signed: { readonly bytes: Uint8Array; readonly signature: Uint8Array },
): boolean {
  const { bytes, signature } = signed
  switch (algorithm.is) {
    case 'rsa':
      return verify(algorithm.digest, bytes, { key, padding: constants.RSA_PKCS1_PADDING }, signature)
    case 'rsaPss': {
      const { digest, saltBytes: saltLength } = algorithm
      return verify(digest, bytes, { key, padding: constants.RSA_PKCS1_PSS_PADDING, saltLength }, signature)
    }
    case 'ecdsa':
      return verify(algorithm.digest, bytes, { key, dsaEncoding: 'ieee-p1363' }, signature)
    case 'edDsa':
      return verify(null, bytes, key, signature)
  }
}

/** A PEM public key as it stands in the list of trusted keys. */
export function readPem(pem: string): KeyObject {
  return createPublicKey(pem)
}
