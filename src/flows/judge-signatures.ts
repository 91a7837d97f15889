import { createHash } from 'node:crypto'
import type { OrganisationId, SbomId, SignatureState } from '../model/index.ts'
import { overallState, verifyDetached } from '../signatures/index.ts'
import type { TrustedKey } from '../signatures/index.ts'
import {
  addSignatureFile,
  inKnowledgeOf,
  signedBytesOf,
  signedSboms,
  toTrust,
  trustedKeysOf,
  trustNow,
  writeSbomSignatures,
} from '../store/index.ts'
import type { SbomSignatures, Store, TrustedKeyRow } from '../store/index.ts'
import { verifyApart } from './verify-apart.ts'

/** The keys that an organisation trusts, and which ones they are. */
export interface Trust {
  readonly keys: readonly TrustedKey[]
  /** As `trustNow` says it. */
  readonly trust: string
}

/** The keys that an organisation trusts, as signatures are judged by them. */
export async function keysTrustedBy(store: Store, organisationId: OrganisationId): Promise<Trust> {
  const rows = await inKnowledgeOf(store, organisationId, async (trx) => trustedKeysOf(trx, organisationId))
  return { keys: rows.map(toTrustedKey), trust: toTrust(rows) }
}

function toTrustedKey(row: TrustedKeyRow): TrustedKey {
  const { kind, fingerprint, publicKey, maker, subject, issuer, trustedFrom, trustedTo } = row
  return {
    kind,
    fingerprint,
    publicKey,
    maker,
    ...(trustedFrom === null ? {} : { validFrom: trustedFrom }),
    ...(trustedTo === null ? {} : { validTo: trustedTo }),
    ...(subject === null || issuer === null ? {} : { identity: { subject, issuer } }),
  }
}

const pageSize = 200

/**
 * Judges the SBOMs of an organisation that carry signatures once more, after what it trusts was changed: each is read alone, and a page of them is
 * written with one statement. Returns how many were judged.
 */
export async function judgeAgain(store: Store, organisationId: OrganisationId): Promise<number> {
  let judged = 0
  for (let after = 0; ;) {
    const page = { after, limit: pageSize }
    const ids = await inKnowledgeOf(store, organisationId, async (trx) => signedSboms(trx, organisationId, page))
    await judgeSboms(store, organisationId, ids)
    judged += ids.length
    const last = ids.at(-1)
    if (last === undefined || ids.length < pageSize) return judged
    after = last
  }
}

/** Keys are changed by hand: more often than this in a row is a fault, and the SBOMs stay not judged. */
const mostRounds = 20

/** Judges SBOMs by the keys of this moment, and says what came of it, by id. A verdict by keys that were changed meanwhile is not written. */
export async function judgeSboms(
  store: Store,
  organisationId: OrganisationId,
  ids: readonly SbomId[],
): Promise<ReadonlyMap<SbomId, SignatureState>> {
  if (ids.length === 0) return new Map()
  for (let round = 0; round < mostRounds; round += 1) {
    const { keys, trust } = await keysTrustedBy(store, organisationId)
    const judged: SbomSignatures[] = []
    for (const sbomId of ids) judged.push(...(await judgeOne(store, organisationId, { sbomId, keys })))
    const isWritten = await inKnowledgeOf(store, organisationId, async (trx) => {
      if ((await trustNow(trx, organisationId)) !== trust) return false
      await writeSbomSignatures(trx, judged)
      return true
    })
    if (isWritten) return new Map(judged.map(({ sbomId, state }) => [sbomId, state]))
  }
  return new Map()
}

async function judgeOne(
  store: Store,
  organisationId: OrganisationId,
  { sbomId, keys }: { readonly sbomId: SbomId; readonly keys: readonly TrustedKey[] },
): Promise<SbomSignatures[]> {
  const found = await inKnowledgeOf(store, organisationId, async (trx) => signedBytesOf(trx, organisationId, sbomId))
  if (found === undefined) return []
  const { bytes, files } = found
  if (!found.isIntact) return [{ sbomId, state: notAsItCame, signatures: [{ covers: '', state: notAsItCame }] }]
  const seenAt = new Date(found.addedAt)
  const enveloped = await verifyApart({ bytes, keys, seenAt })
  const detached = await Promise.all(
    files.map(async (signature) => verifyDetached({ bytes, signature, keys, seenAt: new Date(found.signedAt) })),
  )
  const signatures = [...enveloped, ...detached.flat().map((state) => ({ covers: '', state }))]
  return [{ sbomId, state: overallState(signatures), signatures }]
}

/** Somebody changed the database: nothing that it says of these bytes is believed. */
export const notAsItCame: SignatureState = {
  is: 'invalid',
  kind: 'jsf',
  because: 'otherBytes',
  detail: 'the stored document is not the one that came',
}

/** What became of a detached signature for an SBOM that is here. */
export type SignatureAdded =
  | { readonly is: 'added' | 'unchanged'; readonly state: SignatureState | undefined }
  | { readonly is: 'refused'; readonly because: string }
  | { readonly is: 'notFound' }

/** A detached signature as it came. */
export interface SignatureGiven {
  readonly bytes: Uint8Array
  readonly fileName?: string
}

/** Keeps a detached signature beside an SBOM of the organisation, and judges the SBOM by all that it has. */
export async function addSbomSignature(
  store: Store,
  organisationId: OrganisationId,
  { sbomId, bytes, fileName }: SignatureGiven & { readonly sbomId: SbomId },
): Promise<SignatureAdded> {
  const sha256 = createHash('sha256').update(bytes).digest()
  const added = await inKnowledgeOf(store, organisationId, async (trx) =>
    addSignatureFile(trx, organisationId, { sbomId, bytes, sha256, fileName }),
  )
  if (added === 'notFound') return { is: 'notFound' }
  if (added === 'tooMany')
    return {
      is: 'refused',
      because: 'the SBOM has as many signature files as are looked at; ask its maker for one that counts',
    }
  const judged = await judgeSboms(store, organisationId, [sbomId])
  return { is: added === 'known' ? 'unchanged' : 'added', state: judged.get(sbomId) }
}
