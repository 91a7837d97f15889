import type { Relation } from '../../model/index.ts'
import { entriesOf, textOf } from '../fields.ts'
import type { Entry, Reading } from '../fields.ts'
import { placeUnder } from '../place.ts'

/** A tag of a document, and where it stands. */
export interface PlacedTag {
  readonly entry: Entry
  readonly reading: Reading
  readonly ref: string
  readonly tagIds: readonly string[]
}

/** What the words of `rel` mean between the tag that has the link and the one it names (ISO/IEC 19770-2:2015, Link). */
const meanings: Readonly<Record<string, Pick<Relation, 'kind'> & { readonly isInverse?: true }>> = {
  component: { kind: 'contains' },
  feature: { kind: 'contains' },
  parent: { kind: 'contains', isInverse: true },
  requires: { kind: 'dependsOn' },
  patches: { kind: 'other' },
  supersedes: { kind: 'other' },
  supplemental: { kind: 'other' },
  ancestor: { kind: 'other' },
  compiler: { kind: 'other' },
  packageinstaller: { kind: 'other' },
  installationmedia: { kind: 'other' },
}

/** The relations that links state between tags. One to a tag that is not in the document is kept, and told. */
export function relationsOf(tags: readonly PlacedTag[]): Relation[] {
  const refs = new Map(tags.flatMap(({ tagIds, ref }) => tagIds.map((tagId) => [tagId, ref] as const)))
  return tags.flatMap(({ entry, reading, ref }) =>
    entriesOf(reading, entry, 'Link').flatMap((link) => relationOf(reading, link, { ref, refs }) ?? []),
  )
}

function relationOf(
  reading: Reading,
  link: Entry,
  { ref, refs }: { ref: string; refs: ReadonlyMap<string, string> },
): Relation | undefined {
  const label = textOf(reading, link, 'rel') ?? ''
  const word = label.toLowerCase()
  const meaning = Object.hasOwn(meanings, word) ? meanings[word] : undefined
  const href = textOf(reading, link, 'href')
  if (meaning === undefined || href === undefined) return undefined
  const other = refs.get(tagIdIn(href)) ?? refs.get(href)
  if (other === undefined) noteAbsent(reading, link, { word, href })
  const to = other ?? href
  if (to === ref) return undefined
  return meaning.isInverse === true
    ? { from: to, to: ref, kind: meaning.kind, label }
    : { from: ref, to, kind: meaning.kind, label }
}

/** What holds or needs software that is not in the file leaves a hole in the list; any other link is only unfollowed. */
function noteAbsent(reading: Reading, link: Entry, { word, href }: { word: string; href: string }): void {
  const message = `the link "${word}" names ${href.slice(0, 200)}, whose tag is not in this file; add the tags together, one after the other in one file`
  const note =
    word === 'component' || word === 'feature' || word === 'requires' ? reading.problems.gap : reading.problems.doubt
  note(placeUnder(link.place, 'href'), message)
}

/** `swid:example.com+roadrunner` names a tag by its id; the id may be escaped as in any URI. */
function tagIdIn(href: string): string {
  const tagId = href.replace(/^swid:(?:\/\/)?/i, '')
  try {
    return decodeURIComponent(tagId)
  } catch {
    return tagId
  }
}
