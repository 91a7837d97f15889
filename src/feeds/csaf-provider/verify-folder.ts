import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { listSources, unreadable } from '../containers/sources.ts'
import type { Source } from '../containers/sources.ts'
import { FeedError } from '../feed-error.ts'
import { settleKeys } from './keys.ts'
import { readKey } from './keys.ts'
import type { Pins } from './keys.ts'
import { maxDocumentBytes, maxKeyBytes, maxMetadataBytes, maxSmallBytes } from './limits.ts'
import { readMetadata } from './metadata.ts'
import type { ProviderMetadata } from './metadata.ts'
import { demandsOf } from './pull-provider.ts'
import type { PinnedKey, RejectedBecause } from './provider.ts'
import { verifyDocument } from './verify-document.ts'
import type { Demands } from './verify-document.ts'

/** What hashes and signatures that lie beside the documents of a folder say. */
export interface FolderVerified {
  /** Names below the folder that must not be read. */
  readonly rejected: readonly { readonly name: string; readonly because: RejectedBecause; readonly detail: string }[]
  /** Documents whose hash or signature was checked and is right. */
  readonly checked: number
  /** Documents signed by a key that nobody knows here: read, and not trusted. */
  readonly unknownKey: number
  /** The provider that the folder is a mirror of, when it says so, and its keys. */
  readonly provider: { readonly metadata: ProviderMetadata; readonly keys: readonly PinnedKey[] } | undefined
  readonly problems: readonly string[]
}

/** Which keys count for a folder: those known of its provider, or of all when it names none. */
export type PinsOf = (metadata: ProviderMetadata | undefined) => Promise<Pins>

/**
 * Verifies a folder that mirrors a provider (a copy, a checked-out repository) by the `.sha512`, `.sha256` and `.asc` beside its documents, before any
 * of them is parsed. A folder without these holds nothing to check. Throws `FeedError` when it cannot be read.
 */
export async function verifyFolder(
  path: string,
  pinsOf: PinsOf,
  now: Date,
  signal?: AbortSignal,
): Promise<FolderVerified> {
  const { files, skipped } = await listSources(path)
  const names = new Set(skipped.map((name) => name.replaceAll('\\', '/')))
  const metadataFile = files.find(({ name }) => basename(name) === 'provider-metadata.json')
  const metadata =
    metadataFile === undefined
      ? undefined
      : readMetadata(await read(metadataFile.path, maxMetadataBytes), metadataFile.name)
  const pins = await pinsOf(metadata)
  const offered = metadata === undefined ? [] : await keysIn(path, skipped, metadata)
  const keys =
    metadata === undefined
      ? { keys: pins.pinned, fresh: [], isFirstUse: false, problems: [] }
      : await settleKeys(offered, pins)
  const demands =
    metadata === undefined
      ? { keys: keys.keys, needsHash: false, needsSignature: false, now }
      : demandsOf({ metadata, keys }, now)
  const tally = { rejected: [] as FolderVerified['rejected'][number][], checked: 0, unknownKey: 0 }
  for (const file of files) {
    signal?.throwIfAborted()
    if (!isDocument(file) || (metadata === undefined && !hasCompany(file, names))) continue
    const verification = await verifyFile(file, demands)
    if (verification.is === 'rejected')
      tally.rejected.push({ name: file.name, because: verification.because, detail: verification.detail })
    else if (verification.signature.is === 'unknownKey') tally.unknownKey += 1
    else tally.checked += 1
  }
  return {
    ...tally,
    provider: metadata === undefined ? undefined : { metadata, keys: keys.keys },
    problems: keys.problems,
  }
}

const besides = ['.sha512', '.sha256', '.asc'] as const

function hasCompany({ name }: Source, names: ReadonlySet<string>): boolean {
  return besides.some((extension) => names.has(`${name.replaceAll('\\', '/')}${extension}`))
}

/** Indexes of the provider are no documents, and are signed by nobody. */
function isDocument({ name }: Source): boolean {
  const file = basename(name)
  return (
    /\.json$/i.test(file) &&
    file !== 'provider-metadata.json' &&
    !/(?:^|-)(?:feed|service|category)[-\w]*\.json$/i.test(file)
  )
}

async function verifyFile({ path, name, sizeBytes }: Source, demands: Demands): ReturnType<typeof verifyDocument> {
  if (sizeBytes > maxDocumentBytes)
    return { is: 'rejected', because: 'tooLarge', detail: `${name} is larger than ${maxDocumentBytes} bytes` }
  const [sha512, sha256, signature] = await Promise.all(
    besides.map(async (extension) => readBeside(`${path}${extension}`)),
  )
  return verifyDocument({ bytes: await read(path, maxDocumentBytes), sha512, sha256, signature }, demands)
}

/** Every OpenPGP key of the folder that the metadata names by its fingerprint. */
async function keysIn(
  folder: string,
  skipped: readonly string[],
  { public_openpgp_keys: named = [] }: ProviderMetadata,
): Promise<PinnedKey[]> {
  const wanted = new Set(named.flatMap(({ fingerprint }) => fingerprint?.toLowerCase() ?? []))
  const keys: PinnedKey[] = []
  for (const name of skipped
    .filter((each) => /\.(?:asc|gpg|pgp)$/i.test(each) && !/\.json\.asc$/i.test(each))
    .slice(0, 100)) {
    const path = `${folder}/${name}`
    const key = await readKey(await read(path, maxKeyBytes), { url: name, fingerprint: undefined }).catch(
      (error: unknown) => {
        if (error instanceof FeedError) return undefined // a signature or something else: no key
        throw error
      },
    )
    if (key !== undefined && wanted.has(key.fingerprint)) keys.push(key)
  }
  return keys
}

async function readBeside(path: string): Promise<Uint8Array | undefined> {
  const found = await stat(path).catch(() => undefined)
  return found?.isFile() === true ? read(path, maxSmallBytes) : undefined
}

async function read(path: string, maxBytes: number): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size <= maxBytes) return await readFile(path)
  } catch (cause) {
    throw unreadable(path, cause)
  }
  throw new FeedError({
    code: 'tooLarge',
    place: path,
    because: `it is larger than ${maxBytes} bytes`,
    remedy: 'leave it out of the folder',
  })
}
