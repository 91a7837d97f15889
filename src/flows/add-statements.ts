import { readStatements } from '../assurance/index.ts'
import type { StatementsReading } from '../assurance/index.ts'
import { cycloneDxFields } from '../sbom/index.ts'
import { readVersionText } from '../csaf/index.ts'
import { subjectsOfPart, subjectsOfProduct, subjectsOfRange, withoutNamesOfSome } from '../findings/index.ts'
import { foldName, makerKey, modelKey, versionKey } from '../model/index.ts'
import type { OrganisationId, Problem, ProductNamed, SignatureState, Statement, StatementRole } from '../model/index.ts'
import {
  addStatementDocument,
  closeStatementDocuments,
  documentsOfId,
  findStatementDocument,
  renewSubjects,
  untilAborted,
} from '../store/index.ts'
import type { EarlierDocument, StatementsToStore, Store, Transaction } from '../store/index.ts'
import { believeDocument } from './believe-document.ts'
import type { SignatureGiven } from './judge-signatures.ts'
import { addStatementSignature, withJudged } from './judge-statements.ts'

export interface AddStatementsOptions {
  readonly organisationId: OrganisationId
  readonly bytes: Uint8Array
  readonly fileName?: string
  /** As whose word it counts; absent: what the document says, as far as that can be believed. */
  readonly role?: StatementRole
  /** A detached signature that came with it. */
  readonly signature?: SignatureGiven
  /** The model version that the document itself is an SBOM of. */
  readonly describes?: { readonly maker: string; readonly model: string; readonly version: string }
  readonly signal?: AbortSignal
}

export type StatementsAdded =
  | {
      /** `signed`: the document was here, and the signature is new. `superseded`: a later revision is there already; it is kept, and does not count. */
      readonly is: 'added' | 'unchanged' | 'signed' | 'superseded'
      readonly documentId: number
      readonly sha256: string
      readonly role: StatementRole
      /** What its signatures prove by the keys that the organisation trusts. */
      readonly signature: SignatureState
      /** What a signature that came later says where it proves nothing. */
      readonly laterSignature?: SignatureState
      /** How many statements it has, and how many earlier revisions it took the place of. */
      readonly statements: number
      readonly replaced: number
      readonly problems: readonly Problem[]
    }
  | { readonly is: 'refused'; readonly because: string; readonly problems: readonly Problem[] }

/** XML takes more memory than JSON. */
const mostXmlBytes = 64 * 1024 * 1024

/**
 * Reads a document of statements and keeps all that it states, whether or not anything here is what it names. A later revision takes the place of
 * an earlier one by the same author; nothing else is ever overwritten. The same file twice changes nothing.
 */
export async function addStatements(store: Store, options: AddStatementsOptions): Promise<StatementsAdded> {
  const { organisationId, bytes, fileName, signature, signal } = options
  const reading = readStatements(bytes, cycloneDxFields(bytes, { sizeBytes: mostXmlBytes }))
  if (reading.is === 'notRead') return { is: 'refused', because: reading.because, problems: reading.problems }
  if (reading.statements.length === 0)
    return { is: 'refused', because: 'the document states nothing that could be read', problems: reading.problems }
  const subjects = reading.statements.map((each) => subjectsOf(named(each, reading, options.describes)))
  const { role, problems } = believeDocument(reading, makersIn(reading.statements, subjects), options.role)
  const given = {
    owner: organisationId,
    bytes,
    sha256: Buffer.from(reading.sha256, 'hex'),
    fileName,
    source: reading.source,
    role,
    authorKey: foldName(reading.source.author ?? ''),
    about: aboutOf(reading.source.describes, options.describes),
    signatureFile: signature?.bytes,
    statements: reading.statements,
    subjects,
    problems,
  }
  const added = await withJudged(untilAborted(store, signal ?? store.signal), organisationId, {
    document: { bytes, signatureFile: signature?.bytes, seenAt: new Date() },
    work: async (trx, { state, signedFor }) => storeStatements(trx, { ...given, signature: state, signedFor }),
  })
  return added.is === 'unchanged' && signature !== undefined
    ? signAfter(store, added, { organisationId, signature })
    : added
}

type Kept = Exclude<StatementsAdded, { readonly is: 'refused' }>

/** A signature that comes with a document that is here already. */
async function signAfter(
  store: Store,
  added: Kept,
  { organisationId, signature }: { readonly organisationId: OrganisationId; readonly signature: SignatureGiven },
): Promise<StatementsAdded> {
  const { laterSignature: _before, ...kept } = added
  const { documentId, problems } = kept
  const signed = await addStatementSignature(store, organisationId, { ...signature, documentId })
  if (signed.is === 'refused') return { ...signed, problems }
  if (signed.is === 'notFound') return added
  const { state, later } = signed
  return {
    ...kept,
    is: signed.is === 'added' ? 'signed' : 'unchanged',
    signature: state,
    ...(later && { laterSignature: later }),
  }
}

/** What tells a document from others of its id: makers give one serial number to the SBOMs of several products. */
function aboutOf(own: ProductNamed | undefined, given: AddStatementsOptions['describes']): string {
  const { maker = '', model = own?.name ?? '', version = '' } = given ?? own ?? {}
  const named = [makerKey(maker), modelKey(model, maker), versionKey(version)]
  return named.every((each) => each === '') ? '' : JSON.stringify(named)
}

/** A statement on what the document itself describes speaks of what somebody said that it describes. */
function named(
  statement: Statement,
  { source, sha256 }: Extract<StatementsReading, { is: 'read' }>,
  describes: AddStatementsOptions['describes'],
): Statement {
  const { product } = statement
  const isOwn = product.sbomIds.includes(source.documentId ?? `urn:sha256:${sha256}`)
  if (describes === undefined || !isOwn || product.versionRange !== undefined) return statement
  if (product.version !== undefined && versionKey(product.version) !== versionKey(describes.version)) return statement
  return { ...statement, product: { ...product, ...describes } }
}

/** What a statement speaks of, in every way that it can be recognised. */
function subjectsOf({ product, component, status }: Statement): StatementsToStore['subjects'][number] {
  const said = product.versionRange === undefined ? undefined : readVersionText(inNaturalOrder(product.versionRange))
  const ranged = subjectsOfRange(product, said)
  const meant = status === 'notAffected' || status === 'fixed' ? withoutNamesOfSome(product) : product
  if (component === undefined) return [...subjectsOfProduct(meant), ...ranged]
  const named = subjectsOfProduct(meant).filter(({ key, hash }) => key === undefined && hash === undefined)
  return [...named, ...ranged, ...subjectsOfPart(component)]
}

/** Versions of devices have one order here; that of SemVer is the same for them. */
function inNaturalOrder(range: string): string {
  return range.replace(/^vers:semver\//i, 'vers:intdot/')
}

/** Stores a document that was read, unless this very one or a later revision is there. */
async function storeStatements(trx: Transaction, given: StatementsToStore): Promise<StatementsAdded> {
  const { owner, source, authorKey, about, sha256, role, signature, problems } = given
  const told = {
    sha256: Buffer.from(sha256).toString('hex'),
    role,
    signature,
    statements: given.statements.length,
    problems,
  }
  const known = await findStatementDocument(trx, owner, given)
  if (known !== undefined) {
    await renewSubjects(trx, known.documentId, given.subjects)
    const { documentId, signature: proved, laterSignature } = known
    return {
      is: 'unchanged',
      documentId,
      replaced: 0,
      ...told,
      signature: proved,
      ...(laterSignature && { laterSignature }),
    }
  }
  const statedId = source.documentId
  const others = statedId === undefined ? [] : await documentsOfId(trx, owner, { statedId, about, authorKey })
  const earlier = others.filter((other) => isLater(given, other))
  await closeStatementDocuments(
    trx,
    earlier.map(({ documentId }) => documentId),
  )
  const documentId = await addStatementDocument(trx, given)
  if (earlier.length === others.length) return { is: 'added', documentId, replaced: earlier.length, ...told }
  if (others.some((other) => isEarlier(given, other))) {
    await closeStatementDocuments(trx, [documentId])
    return { is: 'superseded', documentId, replaced: 0, ...told }
  }
  return { is: 'added', documentId, replaced: earlier.length, ...told }
}

/** A document takes the place of a signed one only by a signature of the same maker, and of none under an invalid one: else anybody could silence it. */
function isLater(given: StatementsToStore, other: EarlierDocument): boolean {
  if (given.signature.is === 'invalid') return false
  return (other.signedFor === null || other.signedFor === given.signedFor) && compareRevisions(given, other) > 0
}

function isEarlier(given: StatementsToStore, other: EarlierDocument): boolean {
  if (other.isInvalid) return false
  return (given.signedFor === undefined || other.signedFor === given.signedFor) && compareRevisions(given, other) < 0
}

/** Clocks and time zones differ by less. */
const dayMs = 86_400_000

/** By their dates, unless one has not come yet, else by their revisions as numbers; 0 where neither tells. */
function compareRevisions({ source }: StatementsToStore, other: EarlierDocument): number {
  if (source.issuedAt !== undefined && other.issuedAt !== null) {
    const [one, two] = [Date.parse(source.issuedAt), Date.parse(other.issuedAt)]
    if (one !== two && Math.max(one, two) < Date.now() + dayMs) return one - two
  }
  const [one, two] = [source.revision, other.revision].map((text) => (text ?? '').split('.').map(Number))
  for (const [index, part] of (one ?? []).entries()) {
    const order = part - (two?.[index] ?? 0)
    if (order !== 0 && !Number.isNaN(order)) return order
  }
  return 0
}

/** The makers of all that is spoken of, as far as it names them. */
function makersIn(statements: readonly Statement[], subjects: StatementsToStore['subjects']): ReadonlySet<string> {
  const named = statements.flatMap(({ product }) => (product.maker === undefined ? [] : [makerKey(product.maker)]))
  return new Set([...named, ...subjects.flat().flatMap(({ model }) => model?.makerKey ?? [])])
}
