import type { OrganisationId, Page, SignatureKind } from '../model/index.ts'
import { readTrustedKey } from '../signatures/index.ts'
import type { SigstoreIdentity } from '../signatures/index.ts'
import { addTrustedKey, closeTrustedKey, forgetTrustBy, inKnowledgeOf, trustedKeysOf } from '../store/index.ts'
import type { Organisation, Store, TrustedKeyRow } from '../store/index.ts'
import { FlowError } from './error.ts'
import { judgeAgain } from './judge-signatures.ts'
import { judgeStatementsAgain } from './judge-statements.ts'

const maxMakerChars = 200

/** A key that is to be trusted, and for whom it speaks. */
export interface KeyToTrust {
  readonly organisation: Organisation
  readonly bytes: Uint8Array
  /** The maker whose documents it signs. */
  readonly maker: string
  /** ISO 8601: signatures made before, or from then on, are not trusted. */
  readonly from?: string
  readonly to?: string
  readonly identity?: SigstoreIdentity
}

/** A trusted key for people and programs. */
export interface ListedKey {
  readonly keyId: number
  readonly kind: SignatureKind
  readonly fingerprint: string
  readonly maker: string
  readonly names: string
  readonly subject?: string
  readonly issuer?: string
  readonly from?: string
  readonly to?: string
  readonly addedAt: string
}

/** Trusts a public key from now on, and judges every signed SBOM by it. Throws `refused` for what is no public key. */
export async function addKey(
  store: Store,
  asked: KeyToTrust,
): Promise<{ readonly is: 'added' | 'unchanged'; readonly key: ListedKey; readonly judged: number }> {
  const { organisation, bytes, identity } = asked
  const { organisationId } = organisation
  const maker = asked.maker.trim()
  if (maker === '' || maker.length > maxMakerChars)
    throw new FlowError(
      'refused',
      `say whom the key speaks for: the maker's name, of at most ${maxMakerChars} characters`,
    )
  const [from, to] = [instantOf(asked.from), instantOf(asked.to)]
  if (from !== null && to !== null && from >= to)
    throw new FlowError('refused', 'the key would be trusted at no time: "from" is not before "to"')
  const read = await readTrustedKey({ bytes, ...(identity === undefined ? {} : { identity }) })
  if (read.is === 'refused') throw new FlowError('refused', read.because)
  const { kind, fingerprint, publicKey, names } = read
  const [subject, issuer] = [read.identity?.subject ?? null, read.identity?.issuer ?? null]
  const added = await inKnowledgeOf(store, organisationId, async (trx) => {
    const key = { kind, fingerprint, publicKey, maker, names, subject, issuer, trustedFrom: from, trustedTo: to }
    const done = await addTrustedKey(trx, organisationId, key)
    if (done.is === 'added') await forgetTrustBy(trx, organisationId, fingerprint)
    return done
  })
  if (added.is === 'tooMany')
    throw new FlowError('refused', 'as many keys are trusted as can be; withdraw one that is not needed')
  const judged = added.is === 'added' ? await judgeAll(store, organisationId) : 0
  return { is: added.is, key: await keyOf(store, organisation, added.keyId), judged }
}

function instantOf(text: string | undefined): string | null {
  if (text === undefined) return null
  const at = /^\d{4}-\d\d-\d\d/.test(text) ? new Date(text) : new Date(Number.NaN)
  if (Number.isNaN(at.getTime()))
    throw new FlowError('refused', `"${text.slice(0, 40)}" is no date; write it as 2026-03-01 or 2026-03-01T12:00:00Z`)
  return at.toISOString()
}

async function keyOf(store: Store, organisation: Organisation, keyId: number): Promise<ListedKey> {
  const { items } = await listKeys(store, organisation)
  const found = items.find((key) => key.keyId === keyId)
  if (found === undefined) throw new FlowError('notFound', 'the key was withdrawn meanwhile; list the keys again')
  return found
}

/** The keys that an organisation trusts, by maker; at most 1,000. */
export async function listKeys(store: Store, { organisationId }: Organisation): Promise<Page<ListedKey>> {
  const rows = await inKnowledgeOf(store, organisationId, async (trx) => trustedKeysOf(trx, organisationId))
  return { items: rows.map(toListed) }
}

function toListed(row: TrustedKeyRow): ListedKey {
  const { keyId, kind, fingerprint, maker, names, subject, issuer, trustedFrom, trustedTo, addedAt } = row
  return {
    keyId,
    kind,
    fingerprint,
    maker,
    names,
    ...(subject === null ? {} : { subject }),
    ...(issuer === null ? {} : { issuer }),
    ...(trustedFrom === null ? {} : { from: trustedFrom }),
    ...(trustedTo === null ? {} : { to: trustedTo }),
    addedAt,
  }
}

/**
 * Trusts a key no more, named by its id or by at least 16 characters of its fingerprint. At once nothing is valid by it any longer; then every
 * signed SBOM is judged again. Throws `notFound`.
 */
export async function removeKey(
  store: Store,
  organisation: Organisation,
  asked: string,
): Promise<{ readonly key: ListedKey; readonly judged: number }> {
  const { organisationId } = organisation
  const { items } = await listKeys(store, organisation)
  const text = asked.toLowerCase().replaceAll(/[\s:]/g, '')
  const [key, ...others] = items.filter(
    ({ keyId, fingerprint }) => String(keyId) === text || (text.length >= 16 && fingerprint.endsWith(text)),
  )
  if (key === undefined || others.length > 0)
    throw new FlowError(
      'notFound',
      `"${asked.slice(0, 100)}" names no trusted key; list them, and give the id or the fingerprint of one`,
    )
  await inKnowledgeOf(store, organisationId, async (trx) => {
    await closeTrustedKey(trx, organisationId, key.keyId)
    await forgetTrustBy(trx, organisationId, key.fingerprint)
  })
  return { key, judged: await judgeAll(store, organisationId) }
}

/** Judges all that is signed once more: SBOMs and statements. Returns how many documents. */
async function judgeAll(store: Store, organisationId: OrganisationId): Promise<number> {
  return (await judgeAgain(store, organisationId)) + (await judgeStatementsAgain(store, organisationId))
}
