import type { SignatureKind } from '../model/index.ts'

/** A key that an organisation trusts, and whom it speaks for. */
export interface TrustedKey {
  readonly kind: SignatureKind
  /** Lower-case hex: of the OpenPGP primary key; else SHA-256 of the SubjectPublicKeyInfo; of root, identity and issuer together for Sigstore. */
  readonly fingerprint: string
  /** Armored OpenPGP key, PEM public key, or the JSON of a Sigstore trusted root. */
  readonly publicKey: string
  readonly maker: string
  /** ISO 8601; signatures made before or from then on are not trusted. */
  readonly validFrom?: string
  readonly validTo?: string
  /** Sigstore alone: who must have signed, and who says so. */
  readonly identity?: SigstoreIdentity
}

/** The subject of a Sigstore certificate (an address or URI) and the OpenID issuer that vouched for it; compared as whole texts. */
export interface SigstoreIdentity {
  readonly subject: string
  readonly issuer: string
}

/** Whether the organisation trusted the key at an instant. */
export function faultOfTerm({ validFrom, validTo }: TrustedKey, at: Date): 'keyNotYetValid' | 'keyExpired' | undefined {
  if (validFrom !== undefined && at < new Date(validFrom)) return 'keyNotYetValid'
  return validTo !== undefined && at >= new Date(validTo) ? 'keyExpired' : undefined
}
