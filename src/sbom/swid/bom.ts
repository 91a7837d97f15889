import type { Component, Sbom } from '../../model/index.ts'
import { parentsOf } from '../containment.ts'
import { documentEntry, known, textOf } from '../fields.ts'
import type { Reading } from '../fields.ts'
import { addOnce } from '../identifiers.ts'
import { assignRefs } from '../refs.ts'
import { readXml } from '../xml.ts'
import { addFiles } from './files.ts'
import type { Parts } from './files.ts'
import { relationsOf } from './links.ts'
import type { PlacedTag } from './links.ts'
import { piecesOf, problemsBelow } from './pieces.ts'
import type { Piece } from './pieces.ts'
import { swidFormat } from './shape.ts'
import { toTag } from './tag.ts'
import type { Tag } from './tag.ts'

interface ReadTag extends Tag, PlacedTag {
  readonly edition: string | undefined
}

/**
 * Reads one SWID tag, or several that stand one after the other. Each tag is a component, and so is each file that it lists; links are the
 * relations between tags. No tag says that it lists all a product is made of, so nothing is ever complete.
 */
export function toSbom(reading: Reading, text: string): Sbom | undefined {
  const refs = assignRefs(reading)
  const parts: Parts = { components: [], relations: [] }
  const tags: ReadTag[] = []
  for (const piece of piecesOf(text)) {
    if (parts.components.length >= reading.limits.components) {
      reading.problems.gap(
        `line ${piece.linesBefore + 1}`,
        `the document holds more than ${reading.limits.components} components; from here on they are left out`,
      )
      break
    }
    const document = openPiece(reading, piece)
    if (document === undefined) continue
    const { reading: inside, entry } = document
    const ref = refs.claim(textOf(inside, entry, 'tagId'), { place: entry.place, key: 'tagId' })
    const tag = toTag(inside, entry, ref)
    parts.components.push(tag.component)
    addFiles(inside, entry, parts, { refs, owner: ref })
    tags.push({ ...tag, ...document, ref, tagIds: tag.component.swids, edition: textOf(inside, entry, 'edition') })
  }
  return tags.length === 0 ? undefined : together(reading, tags, parts)
}

function openPiece(reading: Reading, { text, linesBefore }: Piece): Pick<PlacedTag, 'reading' | 'entry'> | undefined {
  const below = { ...reading, problems: problemsBelow(reading.problems, linesBefore) }
  const document = readXml(below, text, swidFormat)
  if (document === undefined) return undefined
  const inside: Reading = { ...below, placeOf: document.placeOf }
  return { reading: inside, entry: documentEntry(inside, document.fields) }
}

function together(reading: Reading, tags: readonly ReadTag[], parts: Parts): Sbom {
  const relations = [...parts.relations, ...relationsOf(tags)]
  const parents = parentsOf(reading, parts.components, relations)
  const components = parts.components.map((component): Component => ({
    ...component,
    ...known({ parent: parents.get(component.ref) }),
  }))
  const [authors, tools]: [string[], string[]] = [[], []]
  for (const tag of tags) {
    for (const name of tag.authors) addOnce(authors, name)
    for (const name of tag.tools) addOnce(tools, name)
  }
  const products = tags.filter(({ ref, isPatch, isSupplemental }) => !isPatch && !isSupplemental && !parents.has(ref))
  const [first] = tags
  return {
    format: { name: 'SWID', version: first?.edition ?? '', encoding: 'xml' },
    authors,
    tools,
    components,
    relations,
    completeness: [],
    problems: reading.problems.list(),
    ...known({
      documentId: tags.length === 1 ? first?.tagIds[0] : undefined,
      root: products.length === 1 ? products[0]?.ref : undefined,
    }),
  }
}
