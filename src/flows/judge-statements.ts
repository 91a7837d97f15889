import { makerKey } from '../model/index.ts'
import type { OrganisationId, SignatureState } from '../model/index.ts'
import { overallState, verifyDetached } from '../signatures/index.ts'
import type { CheckedSignature } from '../signatures/index.ts'
import {
  inKnowledgeOf,
  signedStatements,
  signStatements,
  statementsToSign,
  trustNow,
  writeStatementSignature,
} from '../store/index.ts'
import type { SignatureWritten, SignedStatements, Store, Transaction } from '../store/index.ts'
import { keysTrustedBy } from './judge-signatures.ts'
import type { SignatureAdded, SignatureGiven, Trust } from './judge-signatures.ts'
import { verifyApart } from './verify-apart.ts'

/** A document of statements, with the detached signature that came with it, and the one that came later. */
interface ToJudge {
  readonly bytes: Uint8Array
  readonly signatureFile: Uint8Array | undefined
  /** When the document came. */
  readonly seenAt: Date
  readonly later?: { readonly file: Uint8Array; readonly seenAt: Date } | undefined
}

/** What a document's signatures prove, by the keys that are trusted at this moment. */
export type JudgedStatements = SignatureWritten

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

/**
 * What came with a document decides, unless a signature that came later proves more: so nobody lowers a document by sending a bad signature after it.
 * A fault inside the document no later signature mends.
 */
async function judge({ bytes, signatureFile, seenAt, later }: ToJudge, { keys }: Trust): Promise<JudgedStatements> {
  const enveloped = await verifyApart({ bytes, keys, seenAt })
  const detached = async (signature: Uint8Array, at: Date): Promise<CheckedSignature[]> =>
    [await verifyDetached({ bytes, signature, keys, seenAt: at })].flat().map((state) => ({ covers: '', state }))
  const beside = signatureFile === undefined ? [] : await detached(signatureFile, seenAt)
  const own = overallState([...enveloped, ...beside])
  if (later === undefined) return judgedAs(own)
  const after = await detached(later.file, later.seenAt)
  const both = overallState([...enveloped, ...after])
  const isBetter = both.is === 'valid' || (both.is === 'unknownKey' && own.is === 'unsigned')
  return isBetter ? judgedAs(both) : judgedAs(own, overallState(after))
}

function judgedAs(state: SignatureState, later?: SignatureState): JudgedStatements {
  return { state, signedFor: state.is === 'valid' ? makerKey(state.maker) : undefined, later }
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
    for (const signed of documents) {
      const { documentId } = signed
      const document = toJudge(signed)
      const work = async (trx: Transaction, found: JudgedStatements): Promise<void> =>
        writeStatementSignature(trx, documentId, found)
      await withJudged(store, organisationId, { document, work })
      after = documentId
    }
    judged += documents.length
    if (documents.length < pageSize) return judged
  }
}

function toJudge({ bytes, addedAt, signatureFile, laterFile, laterAt }: SignedStatements): ToJudge {
  return {
    bytes,
    signatureFile: signatureFile ?? undefined,
    seenAt: new Date(addedAt),
    later: laterFile === null ? undefined : { file: laterFile, seenAt: new Date(laterAt ?? addedAt) },
  }
}

/** What proves more goes before. */
const worth = { valid: 3, unknownKey: 2, invalid: 1, unsigned: 0 } as const

/**
 * Keeps a detached signature that came after its document of statements, and judges the document by it. It takes the place of an earlier one that came
 * after it too, unless that proves more.
 */
export async function addStatementSignature(
  store: Store,
  organisationId: OrganisationId,
  { documentId, bytes: file }: SignatureGiven & { readonly documentId: number },
): Promise<StatementSignatureAdded> {
  const found = await inKnowledgeOf(store, organisationId, async (trx) =>
    statementsToSign(trx, organisationId, documentId),
  )
  if (found === undefined) return { is: 'notFound' }
  if ([found.signatureFile, found.laterFile].some((each) => each?.equals(file) === true))
    return { is: 'unchanged', state: found.signature, ...(found.laterSignature && { later: found.laterSignature }) }
  const present = found.laterFile === null ? 'unsigned' : (found.laterSignature ?? found.signature).is
  const seenAt = new Date()
  return withJudged(store, organisationId, {
    document: { ...toJudge(found), later: { file, seenAt } },
    work: async (trx, judged): Promise<StatementSignatureAdded> => {
      const given = (judged.later ?? judged.state).is
      const isKept = worth[given] >= worth[present] && (await signStatements(trx, documentId, { ...judged, file }))
      if (isKept) return { is: 'added', state: judged.state, ...(judged.later && { later: judged.later }) }
      const how = found.signature.is === 'valid' ? 'validly signed' : 'signed by a key that nobody trusts yet'
      return {
        is: 'refused',
        because: `the document is ${how}, and this signature proves nothing (${given}); it stays as it was`,
      }
    },
  })
}

/** What became of a detached signature for a document of statements. `state` is what the document is judged by now; `later` is shown beside it. */
export type StatementSignatureAdded =
  | { readonly is: 'added' | 'unchanged'; readonly state: SignatureState; readonly later?: SignatureState }
  | Exclude<SignatureAdded, { readonly is: 'added' | 'unchanged' }>
