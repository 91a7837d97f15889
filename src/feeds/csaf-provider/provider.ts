import type { SignatureState } from '../../model/index.ts'
import type { Resolve } from '../private-address.ts'
import type { Fetch } from '../pull/request.ts'
import type { Patience } from '../pull/retry.ts'

/** A key that a provider signs with, as it was seen first. */
export interface PinnedKey {
  /** Of the OpenPGP primary key, lower-case hex. */
  readonly fingerprint: string
  /** Armored. */
  readonly publicKey: string
}

/** A document as an index of its provider lists it. */
export interface ListedDocument {
  readonly url: string
  /** ISO 8601 `current_release_date`; undefined when the index gives none. */
  readonly releasedAt: string | undefined
  /** Where hashes and signature lie when the index says so. */
  readonly hashUrls: readonly string[]
  readonly signatureUrl: string | undefined
}

/** Why a document was not taken. It is not parsed, and does not stop the others. */
export type RejectedBecause =
  | 'notReachable'
  | 'tooLarge'
  | 'notAllowed'
  | 'hashWrong'
  | 'hashMissing'
  | 'signatureMissing'
  | 'signatureInvalid'
  | 'keyNotPinned'

/** A document that was verified and lies in the folder, ready to be parsed. */
export interface VerifiedDocument {
  readonly is: 'verified'
  readonly url: string
  readonly path: string
  readonly releasedAt: string | undefined
  readonly sha256: string
  readonly hash: 'sha512' | 'sha256' | 'none'
  /** `unsigned` when the provider signs nothing. */
  readonly signature: SignatureState
}

export interface RejectedDocument {
  readonly is: 'rejected'
  readonly url: string
  readonly releasedAt: string | undefined
  readonly because: RejectedBecause
  readonly detail: string
}

export type PulledDocument = VerifiedDocument | RejectedDocument

/** How a provider is reached, and what is allowed. */
export interface Reach {
  readonly fetch: Fetch
  /** Addresses of a host, to tell private ones; absent when a proxy resolves names. */
  readonly resolve: Resolve
  /** Private addresses, and http to them, were allowed by whoever runs Auscult. */
  readonly allowsPrivate: boolean
  readonly patience: Patience
  readonly now: () => Date
  readonly signal: AbortSignal | undefined
}

/** What was known of a document the last time, by its address. */
export interface KnownDocument {
  readonly url: string
  readonly releasedAt: string | null
  readonly isVerified: boolean
}

export interface ProviderProgress {
  readonly done: number
  readonly total: number
}
