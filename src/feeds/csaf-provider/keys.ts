import { FeedError } from '../feed-error.ts'
import { mergeOpenPgpKeys, readTrustedKey } from '../../signatures/index.ts'
import { get } from './get.ts'
import { maxKeyBytes } from './limits.ts'
import type { ProviderMetadata } from './metadata.ts'
import type { PinnedKey, Reach } from './provider.ts'

/** The keys that documents are verified by, and what became of them since the last time. */
export interface ProviderKeys {
  readonly keys: readonly PinnedKey[]
  /** Fingerprints that the provider names now and did not before; they count only when `accepted`. */
  readonly fresh: readonly string[]
  /** Keys were pinned now, at the first pull or because whoever runs Auscult said so. */
  readonly isFirstUse: boolean
  readonly problems: readonly string[]
}

/** What is known of a provider's keys, and whether a change of them is accepted. */
export interface Pins {
  readonly pinned: readonly PinnedKey[]
  readonly acceptsChange: boolean
}

/**
 * Keys are believed when a provider is seen first. Later only those count: a new key is a problem that a person settles, since whoever took over the
 * server would bring one. What a known key says of itself (expiry, revocation) is added to it and never taken away.
 */
export async function providerKeys(metadata: ProviderMetadata, pins: Pins, reach: Reach): Promise<ProviderKeys> {
  const { offered, problems } = await offeredKeys(metadata, reach)
  return settleKeys(offered, pins, problems)
}

/** The same for keys that are at hand already. */
export async function settleKeys(
  offered: readonly PinnedKey[],
  { pinned, acceptsChange }: Pins,
  before: readonly string[] = [],
): Promise<ProviderKeys> {
  const known = new Map(pinned.map((key) => [key.fingerprint, key]))
  const isFirst = pinned.length === 0
  const isFirstUse = isFirst || acceptsChange
  const fresh = offered.filter(({ fingerprint }) => !known.has(fingerprint))
  const kept = await Promise.all(
    pinned.map(async (key) => {
      const again = offered.find(({ fingerprint }) => fingerprint === key.fingerprint)
      return again === undefined ? key : { ...key, publicKey: await mergeOpenPgpKeys(key.publicKey, again.publicKey) }
    }),
  )
  const gone = pinned.filter(({ fingerprint }) => !offered.some((key) => key.fingerprint === fingerprint))
  const problems = [
    ...before,
    ...(isFirstUse
      ? []
      : fresh.map(
          ({ fingerprint }) =>
            `a new key ${fingerprint} is offered and not believed: ask the provider by another way, then pull with --accept-keys`,
        )),
    ...gone.map(({ fingerprint }) => `the known key ${fingerprint} is offered no more`),
  ]
  const keys = isFirstUse ? [...kept, ...fresh] : kept
  return {
    keys,
    fresh: fresh.map(({ fingerprint }) => fingerprint),
    isFirstUse: isFirstUse && fresh.length > 0,
    problems,
  }
}

async function offeredKeys(
  { public_openpgp_keys: named = [] }: ProviderMetadata,
  reach: Reach,
): Promise<{ readonly offered: readonly PinnedKey[]; readonly problems: readonly string[] }> {
  const offered: PinnedKey[] = []
  const problems: string[] = []
  for (const { url, fingerprint } of named) {
    try {
      const bytes = await get({ url, maxBytes: maxKeyBytes }, reach)
      if (bytes === 'absent') problems.push(`${url}: the provider's key is not there`)
      else offered.push(await readKey(bytes, { url, fingerprint }))
    } catch (error) {
      reach.signal?.throwIfAborted()
      if (!(error instanceof FeedError)) throw error
      problems.push(error.message)
    }
  }
  return { offered, problems }
}

/** One OpenPGP key, of the fingerprint that the metadata names. Throws `FeedError`. */
export async function readKey(
  bytes: Uint8Array,
  { url, fingerprint }: { readonly url: string; readonly fingerprint: string | undefined },
): Promise<PinnedKey> {
  const key = await readTrustedKey({ bytes })
  const wrong = (because: string): FeedError =>
    new FeedError({
      code: 'malformed',
      place: url,
      because,
      remedy: 'tell the provider; what it signs with that key cannot be verified',
    })
  if (key.is === 'refused') throw wrong(key.because)
  if (key.kind !== 'openpgp') throw wrong('it is no OpenPGP key')
  if (fingerprint !== undefined && fingerprint.toLowerCase() !== key.fingerprint)
    throw wrong(`its fingerprint is ${key.fingerprint}, and not ${fingerprint.toLowerCase()} as the metadata says`)
  return { fingerprint: key.fingerprint, publicKey: key.publicKey }
}
