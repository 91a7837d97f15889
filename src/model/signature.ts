/** How a signature is written: a detached OpenPGP signature, JSON Signature Format inside the document, or a Sigstore bundle. */
export type SignatureKind = 'openpgp' | 'jsf' | 'sigstore'

/** Why a signature proves nothing, although it can be judged: each of these is an alarm. */
export type SignatureFault =
  | 'otherBytes'
  | 'malformed'
  | 'keyExpired'
  | 'keyRevoked'
  | 'keyNotYetValid'
  | 'keyMayNotSign'
  | 'signatureExpired'
  | 'signedInFuture'
  | 'algorithmNone'
  | 'algorithmSymmetric'
  | 'algorithmNotOfKey'
  | 'weakDigest'
  | 'weakKey'
  | 'duplicateMembers'
  | 'leavesOutContent'
  | 'certificateNotValid'
  | 'notInLog'

/** Why nobody can tell yet whose signature it is. */
export type SignatureDoubt =
  | 'keyNotTrusted'
  | 'keyNotGiven'
  | 'identityNotTrusted'
  | 'noTrustedRoot'
  | 'algorithmNotSupported'

/** What a signature says of itself; true only where its state is `valid`. */
export interface SignatureFacts {
  /** `xmldsig`: an XML signature, which is seen and not verified. */
  readonly kind: SignatureKind | 'xmldsig'
  /** Who signed, as the key or certificate names it: `Example PSIRT <psirt@example.org>`. Plain text, of foreign origin. */
  readonly signer?: string
  /** Of the key: lower-case hex, of the kind's own sort (OpenPGP fingerprint, SHA-256 of the SubjectPublicKeyInfo). */
  readonly fingerprint?: string
  /** ISO 8601; the signer's own clock, or the log's for Sigstore. */
  readonly signedAt?: string
}

/** A state as it is shown: signatures that nobody judged since the trusted keys were changed prove nothing. */
export type SignatureShown = SignatureState | { readonly is: 'notJudged' }

/**
 * Whether bytes came from whom they say. Only `valid` is trust: the bytes were verified, unchanged, against a key that the organisation trusts,
 * and `maker` is whom that key speaks for. `detail` says more in English, for the log and for support.
 */
export type SignatureState =
  | { readonly is: 'unsigned' }
  | (SignatureFacts & {
      readonly is: 'valid'
      readonly fingerprint: string
      /** As the trusted key's entry names it. */
      readonly maker: string
    })
  | (SignatureFacts & { readonly is: 'invalid'; readonly because: SignatureFault; readonly detail?: string })
  | (SignatureFacts & { readonly is: 'unknownKey'; readonly because: SignatureDoubt; readonly detail?: string })
