import type { Component, Relation, Sbom } from '../../model/index.ts'
import { writeCompleteness, writeRelation } from '../carried.ts'
import type { CarriedCompleteness } from '../carried.ts'
import { parentsOf } from '../containment.ts'
import { toLicenceExpression } from '../licence-text.ts'
import { limits } from '../limits.ts'
import { collectProblems } from '../problems.ts'
import type { WritingFrame } from '../writer.ts'
import { annotationOf } from './carried.ts'
import { isWrittenType, meaningOf } from './relationship-types.ts'
import { toPackageEntry } from './write-package.ts'

const documentRef = 'SPDXRef-DOCUMENT'

/** Writes a nomenclature as SPDX 2.3 JSON. Every component is a package. */
export function* writeSpdx(sbom: Sbom, frame: WritingFrame): Generator<string> {
  const ids = idsOf(sbom.components)
  const annotation = (facts: object): object => annotationOf(facts, frame.version, secondOf(frame.writtenAt))
  const parents = parentsOf({ problems: collectProblems(0), limits }, sbom.components, sbom.relations)
  const { relationships, carried } = relationshipsOf(sbom, ids)
  const head = {
    spdxVersion: 'SPDX-2.3',
    dataLicense: 'CC0-1.0',
    SPDXID: documentRef,
    name: frame.name,
    documentNamespace: `urn:uuid:${frame.documentId}`,
    creationInfo: creationOf(sbom, frame),
    ...(Object.keys(carried).length === 0 ? {} : { annotations: [annotation(carried)] }),
  }
  yield `${JSON.stringify(head).slice(0, -1)},\n"packages":[`
  const licences = new Map<string, string>()
  let isFirst = true
  for (const component of sbom.components) {
    for (const [ref, text] of toLicenceExpression(component.licences).refs) licences.set(ref, text)
    const { ref, parent } = component
    const entry = toPackageEntry(component, {
      id: ids.get(ref) ?? ref,
      parentId: parent === parents.get(ref) || parent === undefined ? undefined : ids.get(parent),
      sources: frame.sources.length > 1 ? frame.sourcesOf(ref) : [],
      corrected: frame.correctedOf(ref),
      annotation,
    })
    yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(entry)}`
    isFirst = false
  }
  yield '],\n"relationships":['
  isFirst = true
  for (const relationship of relationships) {
    yield `${isFirst ? '\n' : ',\n'}${JSON.stringify(relationship)}`
    isFirst = false
  }
  yield ']'
  if (licences.size > 0)
    yield `,\n"hasExtractedLicensingInfos":${JSON.stringify([...licences].map(([ref, text]) => toExtracted(ref, text)))}`
  yield '}\n'
}

/** A licence that is not listed. Of one that an SPDX document only named, no text came along. */
function toExtracted(licenseId: string, text: string): object {
  const extractedText = text === licenseId ? 'The document that names this licence came without its text.' : text
  return { licenseId, extractedText }
}

/** SPDX 2.3 §6.9 knows no fractions of a second. */
function secondOf(instant: string): string {
  return `${instant.slice(0, 19)}Z`
}

function creationOf({ authors, tools }: Sbom, { writtenAt, version, sources }: WritingFrame): object {
  const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
  return {
    created: secondOf(writtenAt),
    creators: [
      `Tool: Auscult-${version}`,
      ...tools.map((tool) => `Tool: ${oneLine(tool)}`),
      ...authors.map((author) => `Organization: ${oneLine(author)}`),
    ],
    ...(sources.length === 0
      ? {}
      : { comment: sources.map((source) => `taken from ${JSON.stringify(source)}`).join('\n') }),
  }
}

/** SPDX identifiers hold letters, digits, `.` and `-`; a reference that is none gets one by its place. */
function idsOf(components: readonly Component[]): Map<string, string> {
  const ids = new Map<string, string>()
  const taken = new Set([documentRef])
  for (const { ref } of components) {
    if (!/^SPDXRef-[A-Za-z0-9.-]+$/.test(ref) || taken.has(ref)) continue
    ids.set(ref, ref)
    taken.add(ref)
  }
  for (const [index, { ref }] of components.entries()) {
    if (ids.has(ref)) continue
    let id = `SPDXRef-${index}`
    while (taken.has(id)) id = `${id}-`
    ids.set(ref, id)
    taken.add(id)
  }
  return ids
}

interface Relationship {
  readonly spdxElementId: string
  readonly relatedSpdxElement: string
  readonly relationshipType: string
  readonly comment?: string
}

/** Relations and completeness as relationships, and what has no place among them. */
function relationshipsOf(
  sbom: Sbom,
  ids: ReadonlyMap<string, string>,
): { readonly relationships: readonly Relationship[]; readonly carried: object } {
  const idOf = (ref: string): string | undefined => (ref === documentRef ? ref : ids.get(ref))
  const relationships: Relationship[] = []
  const dangling: (readonly string[])[] = []
  const described = describedBy(sbom)
  for (const ref of described.refs) {
    const id = ids.get(ref)
    if (id !== undefined)
      relationships.push({ spdxElementId: documentRef, relatedSpdxElement: id, relationshipType: 'DESCRIBES' })
  }
  for (const relation of sbom.relations) {
    const [from, to] = [idOf(relation.from), idOf(relation.to)]
    if (isDescription(relation) && described.refs.has(relation.to)) continue
    if (from === undefined || to === undefined) {
      const named = { ...relation, from: from ?? relation.from, to: to ?? relation.to }
      dangling.push(writeRelation(named))
    } else relationships.push(toRelationship({ ...relation, from, to }))
  }
  const { stated, others } = completenessOf(sbom, ids)
  relationships.push(...stated)
  return {
    relationships,
    carried: {
      ...(described.isRoot ? {} : { root: null }),
      ...(dangling.length === 0 ? {} : { relations: dangling }),
      ...(others.length === 0 ? {} : { completeness: others.map(writeCompleteness) }),
    },
  }
}

function isDescription({ from, kind, label }: Relation): boolean {
  return from === documentRef && kind === 'other' && label === 'DESCRIBES'
}

/** The root, or without one all that nothing holds: a document has to describe something, and then says beside that this is no root. */
function describedBy({ root, components, relations }: Sbom): {
  readonly refs: ReadonlySet<string>
  readonly isRoot: boolean
} {
  if (root !== undefined) {
    const others = relations.filter(isDescription).map(({ to }) => to)
    return { refs: new Set([root, ...others]), isRoot: true }
  }
  const refs = new Set(components.map(({ ref }) => ref))
  const stated = relations.filter((relation) => isDescription(relation) && refs.has(relation.to)).map(({ to }) => to)
  const top = components.filter(({ parent }) => parent === undefined).map(({ ref }) => ref)
  return { refs: new Set(stated.length > 0 ? stated : top), isRoot: components.length === 0 }
}

/** A word of CycloneDX or of another format stands in the comment. */
function toRelationship({ from, to, kind, label }: Relation): Relationship {
  const meaning = meaningOf(label)
  if (isWrittenType(label) && meaning.kind === kind) {
    const [first, second] = meaning.turned ? [to, from] : [from, to]
    return { spdxElementId: first, relatedSpdxElement: second, relationshipType: label }
  }
  const relationshipType = { contains: 'CONTAINS', dependsOn: 'DEPENDS_ON', other: 'OTHER' }[kind]
  return { spdxElementId: from, relatedSpdxElement: to, relationshipType, comment: `auscult:label=${label}` }
}

/** NONE says of an assembly without parts that it has none; of one with parts other readers would take it for a contradiction. */
function completenessOf(
  { completeness, dependencyCompleteness = [], relations }: Sbom,
  ids: ReadonlyMap<string, string>,
): { readonly stated: readonly Relationship[]; readonly others: readonly CarriedCompleteness[] } {
  const holding = new Set(relations.filter(({ kind }) => kind === 'contains').map(({ from }) => from))
  const needing = new Set(relations.filter(({ kind }) => kind === 'dependsOn').map(({ from }) => from))
  const stated: Relationship[] = []
  const others: CarriedCompleteness[] = []
  const all: CarriedCompleteness[] = [
    ...completeness.map((one) => ({ ...one, of: 'assembly' as const })),
    ...dependencyCompleteness.map((one) => ({ ...one, of: 'dependency' as const })),
  ]
  for (const one of all) {
    const { assembly, aggregate, of } = one
    const id = assembly === undefined ? undefined : ids.get(assembly)
    const hasParts = assembly !== undefined && (of === 'assembly' ? holding : needing).has(assembly)
    const isSaid = aggregate === 'unknown' || (aggregate === 'complete' && !hasParts)
    if (id === undefined || !isSaid) others.push(id === undefined ? one : { ...one, assembly: id })
    else
      stated.push({
        spdxElementId: id,
        relatedSpdxElement: aggregate === 'complete' ? 'NONE' : 'NOASSERTION',
        relationshipType: of === 'assembly' ? 'CONTAINS' : 'DEPENDS_ON',
      })
  }
  return { stated, others }
}
