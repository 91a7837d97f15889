import type { Completeness, Relation } from '../../model/index.ts'
import { entriesOf, textOf, textsOf } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Entry, Reading } from '../fields.ts'
import type { Refs } from '../refs.ts'
import { meaningOf } from './relationship-types.ts'
import type { Place } from '../place.ts'

const documentRef = 'SPDXRef-DOCUMENT'

/** What the relationships of a document say, sorted by what they are good for. */
export interface Relationships {
  readonly relations: Relation[]
  readonly assemblies: Completeness[]
  readonly dependencies: Completeness[]
  /** What the document says it describes, in order. */
  readonly described: Set<string>
  /** Elements that serve to build, develop or test. */
  readonly tools: Set<string>
  /** `binary GENERATED_FROM source`. */
  readonly generated: { readonly from: string; readonly to: string }[]
}

/** Reads `relationships`, `documentDescribes` and the `hasFiles` of packages (given as `held`). */
export function readRelationships(
  reading: Reading,
  document: Entry,
  refs: Refs,
  held: readonly Relation[],
): Relationships {
  const found: Relationships = {
    relations: [...held],
    assemblies: [],
    dependencies: [],
    described: new Set(),
    tools: new Set(),
    generated: [],
  }
  for (const ref of textsOf(reading, document, 'documentDescribes')) {
    doubtDangling(reading, refs, { ref, place: placeUnder(document.place, 'documentDescribes') })
    found.described.add(ref)
    found.relations.push({ from: documentRef, to: ref, kind: 'other', label: 'DESCRIBES' })
  }
  for (const relationship of entriesOf(reading, document, 'relationships'))
    addRelationship(reading, found, refs, relationship)
  doubtContradictions(reading, document, found)
  return found
}

function addRelationship(reading: Reading, found: Relationships, refs: Refs, relationship: Entry): void {
  const first = textOf(reading, relationship, 'spdxElementId')
  const second = textOf(reading, relationship, 'relatedSpdxElement')
  const label = textOf(reading, relationship, 'relationshipType')
  if (first === undefined || second === undefined || label === undefined) {
    reading.problems.lost(relationship.place, 'relationship lacks one of its two elements or its type; left out')
    return
  }
  const meaning = meaningOf(label)
  const [from, to] = meaning.turned ? [second, first] : [first, second]
  if (isNothing(from) || isNothing(to))
    return addCompleteness(reading, found, { from, to, label, place: relationship.place })
  for (const ref of [from, to]) doubtDangling(reading, refs, { ref, place: relationship.place })
  const { place } = relationship
  const word = labelInComment(textOf(reading, relationship, 'comment')) ?? label
  if (from === to) reading.problems.doubt(place, `"${from.slice(0, 200)}" stands in relation ${label} to itself; kept`)
  if (meaning.notDeployed !== undefined) found.tools.add(meaning.notDeployed === 'first' ? first : second)
  found.relations.push({ from, to, kind: meaning.kind, label: word })
  addRole(found, label.toUpperCase(), first, second)
}

/** The word of another format, where Auscult wrote the relationship. */
function labelInComment(comment: string | undefined): string | undefined {
  return comment?.startsWith('auscult:label=') ? comment.slice('auscult:label='.length) : undefined
}

function addRole(found: Relationships, type: string, first: string, second: string): void {
  if (type === 'DESCRIBES' && first === documentRef) found.described.add(second)
  if (type === 'DESCRIBED_BY' && second === documentRef) found.described.add(first)
  if (type === 'GENERATED_FROM') found.generated.push({ from: first, to: second })
  if (type === 'GENERATES') found.generated.push({ from: second, to: first })
}

function isNothing(ref: string): boolean {
  return ref === 'NONE' || ref === 'NOASSERTION'
}

/**
 * SPDX 2.3 §11.1: a relationship to NONE says that there is nothing (more) of that kind, to NOASSERTION that it is not known.
 * `CONTAINS` speaks of an assembly, and so may prove absence; a dependency type only of what is needed.
 */
function addCompleteness(
  reading: Reading,
  found: Relationships,
  at: { from: string; to: string; label: string; place: Place },
): void {
  const { from, to, label, place } = at
  const { kind } = meaningOf(label)
  const aggregate = to === 'NONE' ? 'complete' : 'unknown'
  if (isNothing(from)) reading.problems.lost(place, `${from} ${label} says nothing of any element; left out`)
  else if (kind === 'dependsOn') found.dependencies.push({ aggregate, assembly: from })
  else if (kind === 'contains')
    found.assemblies.push(from === documentRef ? { aggregate } : { aggregate, assembly: from })
  else if (label.toUpperCase() === 'DESCRIBES' && from === documentRef) found.assemblies.push({ aggregate: 'unknown' })
}

/** "Contains A" beside "contains NONE" can only mean: nothing more than is listed. */
function doubtContradictions(reading: Reading, document: Entry, { relations, assemblies }: Relationships): void {
  const holders = new Set(relations.filter(({ kind }) => kind === 'contains').map(({ from }) => from))
  for (const { aggregate, assembly } of assemblies) {
    if (aggregate !== 'complete' || assembly === undefined || !holders.has(assembly)) continue
    const message = `"${assembly.slice(0, 200)}" is said to contain parts, and to contain NONE; read as: nothing more than those parts`
    reading.problems.doubt(placeUnder(document.place, 'relationships'), message)
  }
}

/** References into other documents are kept without a word: each of those documents is spoken of once. */
function doubtDangling(reading: Reading, refs: Refs, { ref, place }: { ref: string; place: Place }): void {
  if (ref === documentRef || ref.startsWith('DocumentRef-') || refs.has(ref)) return
  reading.problems.doubt(place, `reference "${ref.slice(0, 200)}" names no element of this document; kept`)
}
