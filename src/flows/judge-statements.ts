import { makerKey } from '../model/index.ts'
import type { OrganisationId, SignatureState } from '../model/index.ts'
import { overallState, verifyDetached } from '../signatures/index.ts'
import { inKnowledgeOf, signedStatements, trustNow, writeStatementSignature } from '../store/index.ts'
import type { Store, Transaction } from '../store/index.ts'
import { keysTrustedBy } from './judge-signatures.ts'
import type { Trust } from './judge-signatures.ts'
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
    for (const { documentId, bytes, signatureFile, addedAt } of documents) {
      const document = { bytes, signatureFile: signatureFile ?? undefined, seenAt: new Date(addedAt) }
      const work = async (trx: Transaction, found: JudgedStatements): Promise<void> =>
        writeStatementSignature(trx, documentId, found)
      await withJudged(store, organisationId, { document, work })
      after = documentId
    }
    judged += documents.length
    if (documents.length < pageSize) return judged
  }
}
