import { createHash } from 'node:crypto'
import { faultOfDigest, isWholeDigest } from '../model/index.ts'
import type { Problem, Statement, StatementSource } from '../model/index.ts'
import { collectProblems, isFields, mostStatements } from './fields.ts'
import type { StatementReader } from './reader.ts'

/** What became of one document. `sha256` is that of the bytes as given, in hexadecimal. */
export type StatementsReading =
  | {
      readonly is: 'read'
      readonly source: StatementSource
      readonly statements: readonly Statement[]
      readonly problems: readonly Problem[]
      readonly sha256: string
    }
  | { readonly is: 'notRead'; readonly because: string; readonly problems: readonly Problem[]; readonly sha256: string }

/** A document that is not JSON, in the shape that it has there. */
export interface ShapedDocument {
  readonly fields: Readonly<Record<string, unknown>>
  readonly problems: readonly Problem[]
}

/** Larger documents are refused: they take some twenty times their size in memory. */
const mostBytes = 64 * 1024 * 1024

/** Reads a document with the first of `readers` that recognises it. Never throws. */
export function readWith(
  readers: readonly StatementReader[],
  bytes: Uint8Array,
  shaped?: ShapedDocument,
): StatementsReading {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  const reading = collectProblems()
  const notRead = (because: string): StatementsReading => ({
    is: 'notRead',
    because,
    problems: reading.problems(),
    sha256,
  })
  if (bytes.length > mostBytes)
    return notRead(`the file is larger than ${mostBytes} bytes; ask the author for one document per product`)
  if (bytes.length === 0) return notRead('the file is empty; ask for it again')
  const document = shaped?.fields ?? parse(bytes)
  if (document === undefined)
    return notRead('this is neither JSON nor CycloneDX XML, or it breaks off; ask for CSAF, CycloneDX or OpenVEX')
  const reader = isFields(document) ? readers.find(({ recognises }) => recognises(document)) : undefined
  if (reader === undefined || !isFields(document))
    return notRead(
      'this is no document of statements that can be recognised; ask the author for CSAF, CycloneDX or OpenVEX',
    )
  const { source, statements } = reader.read(reading, document, `urn:sha256:${sha256}`)
  const distinct = distinctOf(statements)
  if (distinct.length > mostStatements)
    reading.lost(
      '/',
      `statements beyond the first ${mostStatements} are left out, the last one read at ${distinct[mostStatements]?.place ?? '/'}; split the file`,
    )
  for (const { place, message } of [...contradictionsOf(distinct), ...partialDigestsOf(distinct)])
    reading.doubt(place, message)
  return {
    is: 'read',
    source,
    statements: distinct.slice(0, mostStatements),
    problems: [...(shaped?.problems ?? []), ...reading.problems()],
    sha256,
  }
}

function parse(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes))
  } catch {
    return undefined
  }
}

/** The same said twice is said once. */
function distinctOf(statements: readonly Statement[]): Statement[] {
  const seen = new Map<string, Statement>()
  for (const each of statements) {
    const { place: _place, ...said } = each
    const words = JSON.stringify(said)
    if (!seen.has(words)) seen.set(words, each)
  }
  return [...seen.values()]
}

interface Fault {
  readonly place: string
  readonly message: string
}

/** Digests that are kept and recognise nothing, each where it is first spoken of. */
function partialDigestsOf(statements: readonly Statement[]): Fault[] {
  const told = new Set<string>()
  return statements.flatMap(({ product, component, place }) =>
    [...product.hashes, ...(component?.hashes ?? [])].flatMap((hash) => {
      const written = `${hash.algorithm} "${hash.hex.slice(0, 100)}"`
      if (isWholeDigest(hash) || told.has(written)) return []
      told.add(written)
      return [{ place, message: `the digest ${written} ${faultOfDigest(hash)}; ask the author for the whole one` }]
    }),
  )
}

/** Where a document says two things of one flaw in one product at one time. Both are kept; the worse counts. */
function contradictionsOf(statements: readonly Statement[]): Fault[] {
  const said = new Map<string, Statement>()
  return statements.flatMap((each) => {
    const { product, component, vulnerability, updatedAt, statedAt } = each
    const about = JSON.stringify([vulnerability, product, component, updatedAt ?? statedAt])
    const other = said.get(about)
    if (other === undefined) said.set(about, each)
    if (other === undefined || other.status === each.status) return []
    return {
      place: each.place,
      message: `${vulnerability} in ${product.name.slice(0, 200)} is stated as ${other.status} and as ${each.status}; the worse counts until the author says which holds`,
    }
  })
}
