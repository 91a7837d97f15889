import { makerKey } from '../model/index.ts'
import type { OrganisationId, SignatureState } from '../model/index.ts'
import { overallState, verifyDetached } from '../signatures/index.ts'
import {
  inKnowledgeOf,
  signedStatements,
  signStatements,
  statementsToSign,
  trustNow,
  writeStatementSignature,
} from '../store/index.ts'
import type { Store, Transaction } from '../store/index.ts'
import { keysTrustedBy } from './judge-signatures.ts'
import type { SignatureAdded, SignatureGiven, Trust } from './judge-signatures.ts'
import { verifyApart } from './verify-apart.ts'

/** A document of statements, with the detached signature that came with it. */
interface ToJudge {
  readonly bytes: Uint8Array
  readonly signatureFile: Uint8Array | undefined
  readonly seenAt: Date
}

/** What a document's signatures prove, by the keys that are trusted at this moment. */
export interface JudgedStatements {
  readonly state: SignatureState
  /** The maker whose trusted key signed it, as makers are compared. */
  readonly signedFor: string | undefined
}

/** Keys are changed by hand: more often than this in a row is a fault, and nothing is believed. */
const mostRounds = 20

/**
 * Judges a document of statements by the keys of an organisation and works with the verdict in a transaction in which these keys still hold: what was
 * verified by a key that is trusted no longer is never written.
 */
export async function withJudged<T>(
  store: Store,
  organisationId: OrganisationId,
  {
    document,
    work,
  }: { readonly document: ToJudge; readonly work: (trx: Transaction, judged: JudgedStatements) => Promise<T> },
): Promise<T> {
  for (let round = 0; round < mostRounds; round += 1) {
    const trust = await keysTrustedBy(store, organisationId)
    const judged = await judge(document, trust)
    const done = await inKnowledgeOf(store, organisationId, async (trx) =>
      (await trustNow(trx, organisationId)) === trust.trust ? { value: await work(trx, judged) } : undefined,
    )
    if (done !== undefined) return done.value
  }
  throw new Error('trusted keys changed at every try to judge a document by them')
}

async function judge({ bytes, signatureFile, seenAt }: ToJudge, { keys }: Trust): Promise<JudgedStatements> {
  const enveloped = await verifyApart({ bytes, keys, seenAt })
  const detached =
    signatureFile === undefined ? [] : await verifyDetached({ bytes, signature: signatureFile, keys, seenAt })
  const all = [...enveloped, ...[detached].flat().map((state) => ({ covers: '', state }))]
  const state = all.length === 0 ? ({ is: 'unsigned' } as const) : overallState(all)
  return { state, signedFor: state.is === 'valid' ? makerKey(state.maker) : undefined }
}

const pageSize = 50

/** Judges the signed documents of statements of an organisation once more, after what it trusts was changed. Returns how many. */
export async function judgeStatementsAgain(store: Store, organisationId: OrganisationId): Promise<number> {
  let judged = 0
  for (let after = 0; ;) {
    const page = { after, limit: pageSize }
    const documents = await inKnowledgeOf(store, organisationId, async (trx) =>
      signedStatements(trx, organisationId, page),
    )
    for (const { documentId, bytes, signatureFile, signedAt } of documents) {
      const document = { bytes, signatureFile: signatureFile ?? undefined, seenAt: new Date(signedAt) }
      const work = async (trx: Transaction, found: JudgedStatements): Promise<void> =>
        writeStatementSignature(trx, documentId, found)
      await withJudged(store, organisationId, { document, work })
      after = documentId
    }
    judged += documents.length
    if (documents.length < pageSize) return judged
  }
}

/**
 * Keeps a detached signature that came after its document of statements, and judges the document by it. It takes the place of an earlier one, but for
 * a valid one, which only another valid one replaces.
 */
export async function addStatementSignature(
  store: Store,
  organisationId: OrganisationId,
  { documentId, bytes: signatureFile }: SignatureGiven & { readonly documentId: number },
): Promise<SignatureAdded> {
  const found = await inKnowledgeOf(store, organisationId, async (trx) =>
    statementsToSign(trx, organisationId, documentId),
  )
  if (found === undefined) return { is: 'notFound' }
  if (found.signatureFile?.equals(signatureFile) === true) return { is: 'unchanged', state: found.signature }
  return withJudged(store, organisationId, {
    document: { bytes: found.bytes, signatureFile, seenAt: new Date() },
    work: async (trx, { state, signedFor }): Promise<SignatureAdded> =>
      (await signStatements(trx, documentId, { signatureFile, state, signedFor }))
        ? { is: 'added', state }
        : {
            is: 'refused',
            because: `the document is validly signed, and this signature proves nothing (${state.is}); it stays as it was`,
          },
  })
}
