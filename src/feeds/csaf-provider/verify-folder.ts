import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { listSources, unreadable } from '../containers/sources.ts'
import type { Source } from '../containers/sources.ts'
import { FeedError } from '../feed-error.ts'
import { readKey, settleKeys } from './keys.ts'
import type { Pins, ProviderKeys } from './keys.ts'
import { maxKeyBytes, maxMetadataBytes, maxSmallBytes } from './limits.ts'
import { readMetadata } from './metadata.ts'
import type { ProviderMetadata } from './metadata.ts'
import { demandsOf } from './pull-provider.ts'
import type { PinnedKey, RejectedBecause } from './provider.ts'
import { verifyDocument } from './verify-document.ts'
import type { Demands } from './verify-document.ts'

/** Larger than from a server: the folder may hold other feeds, whose files are many advisories. */
const maxFileBytes = 512 * 1024 * 1024

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
  { now, signal }: { readonly now: Date; readonly signal: AbortSignal | undefined },
  pinsOf: PinsOf,
): Promise<FolderVerified> {
  const { files, skipped } = await listSources(path)
  const metadata = await metadataIn(files)
  const { keys, problems } = await keysOf(metadata, { folder: path, skipped, pins: await pinsOf(metadata) })
  const demands =
    metadata === undefined
      ? { keys, needsHash: false, needsSignature: false, now }
      : demandsOf({ metadata, keys: { keys } }, now)
  const tally = { rejected: [] as FolderVerified['rejected'][number][], checked: 0, unknownKey: 0 }
  const names = new Set(skipped.map((name) => name.replaceAll('\\', '/')))
  const [alone] = files.length === 1 ? files : []
  for (const file of files) {
    signal?.throwIfAborted()
    if (!isDocument(file)) continue
    if (metadata === undefined && !hasCompany(file, names) && !(file === alone && (await isAccompanied(file)))) continue
    const verification = await verifyFile(file, demands)
    if (verification.is === 'rejected')
      tally.rejected.push({ name: file.name, because: verification.because, detail: verification.detail })
    else if (verification.signature.is === 'unknownKey') tally.unknownKey += 1
    else tally.checked += 1
  }
  return { ...tally, provider: metadata === undefined ? undefined : { metadata, keys }, problems }
}

async function metadataIn(files: readonly Source[]): Promise<ProviderMetadata | undefined> {
  const found = files.find(({ name }) => basename(name) === 'provider-metadata.json')
  return found === undefined ? undefined : readMetadata(await read(found.path, maxMetadataBytes), found.name)
}

/** Without metadata nobody says whose keys the folder's are: only those known already count. */
async function keysOf(
  metadata: ProviderMetadata | undefined,
  { folder, skipped, pins }: { readonly folder: string; readonly skipped: readonly string[]; readonly pins: Pins },
): Promise<Pick<ProviderKeys, 'keys' | 'problems'>> {
  if (metadata === undefined) return { keys: pins.pinned, problems: [] }
  return settleKeys(await keysIn(folder, skipped, metadata), pins)
}

const besides = ['.sha512', '.sha256', '.asc'] as const

function hasCompany({ name }: Source, names: ReadonlySet<string>): boolean {
  return besides.some((extension) => names.has(`${name.replaceAll('\\', '/')}${extension}`))
}

/** A file that was given by itself has no list of names beside it: the disk is asked. */
async function isAccompanied({ path }: Source): Promise<boolean> {
  const found = besides.map(async (extension) =>
    stat(`${path}${extension}`).then(
      () => true,
      () => false,
    ),
  )
  return (await Promise.all(found)).includes(true)
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
  if (sizeBytes > maxFileBytes)
    return { is: 'rejected', because: 'tooLarge', detail: `${name} is larger than ${maxFileBytes} bytes` }
  const [sha512, sha256, signature] = await Promise.all(
    besides.map(async (extension) => readBeside(`${path}${extension}`)),
  )
  return verifyDocument({ bytes: await read(path, maxFileBytes), sha512, sha256, signature }, demands)
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
