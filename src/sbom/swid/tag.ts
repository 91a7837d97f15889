import type { Component, OtherIdentifier } from '../../model/index.ts'
import { entriesOf, known, textOf } from '../fields.ts'
import type { Entry, Reading } from '../fields.ts'
import { addOnce } from '../identifiers.ts'
import { placeUnder } from '../place.ts'

/** One tag without its files and links: the software it names, and who says so. */
export interface Tag {
  readonly component: Component
  /** Who made the tag itself, and with what. */
  readonly authors: readonly string[]
  readonly tools: readonly string[]
  /** A tag for a patch or one that only adds to another tag is no product of its own. */
  readonly isPatch: boolean
  readonly isSupplemental: boolean
}

/** Reads the attributes, entities and metadata of a `SoftwareIdentity`. */
export function toTag(reading: Reading, entry: Entry, ref: string): Tag {
  const entities = entitiesOf(reading, entry)
  const party = (role: string): string | undefined => entities.find(({ roles }) => roles.includes(role))?.name
  const creator = party('softwarecreator')
  const meta = entriesOf(reading, entry, 'Meta')
  const fact = (key: string): string | undefined => firstText(reading, meta, key)
  const component: Component = {
    ref,
    type: 'application',
    name: nameOf(reading, entry),
    purls: [],
    cpes: [],
    swids: tagIdsOf(reading, entry),
    hashes: [],
    sourcePackages: [],
    licences: licencesOf(reading, entry),
    deployed: true,
    ...known({
      version: versionOf(reading, entry),
      supplier: creator ?? party('distributor') ?? party('licensor') ?? party('aggregator'),
      manufacturer: creator,
      otherIdentifiers: otherNames(reading, entry, fact),
      description: fact('description') ?? fact('summary'),
    }),
  }
  const isCorpus = isTrue(reading, entry, 'corpus')
  if (isCorpus)
    reading.problems.doubt(
      entry.place,
      'this corpus tag describes an installation medium; its software is taken as installed, ask the maker for the tag of the installed product',
    )
  const isSupplemental = isTrue(reading, entry, 'supplemental')
  const makers = entities.filter(({ roles }) => roles.includes('tagcreator')).map(({ name }) => name)
  const tools = [fact('generator')].filter((text) => text !== undefined)
  return { component, authors: makers, tools, isPatch: isTrue(reading, entry, 'patch'), isSupplemental }
}

function nameOf(reading: Reading, entry: Entry): string {
  const name = textOf(reading, entry, 'name')
  if (name === undefined) reading.problems.doubt(entry.place, 'the tag has no name; kept, and found only by its tag id')
  return name ?? ''
}

function tagIdsOf(reading: Reading, entry: Entry): readonly string[] {
  const tagId = textOf(reading, entry, 'tagId')
  if (tagId !== undefined) return [tagId]
  reading.problems.doubt(entry.place, 'the tag has no tagId; other tags cannot refer to it')
  return []
}

/** The schema gives a tag without version the version 0.0 (ISO/IEC 19770-2:2015 §8.6.2). A flaw must not be excluded by it. */
function versionOf(reading: Reading, entry: Entry): string | undefined {
  const version = textOf(reading, entry, 'version')
  const place = placeUnder(entry.place, 'version')
  if (version === undefined || version === '0.0') {
    reading.problems.doubt(place, 'the tag states no version, or 0.0 in its place; kept, version unknown')
    return undefined
  }
  if (textOf(reading, entry, 'versionScheme')?.toLowerCase() === 'decimal')
    reading.problems.doubt(
      place,
      `version "${version.slice(0, 100)}" is a decimal number (1.25 before 1.3), but is compared part by part; check findings near a bound`,
    )
  return version
}

/** What the metadata calls the product besides its name: none of it is a version or name that flaws are stated for. */
function otherNames(
  reading: Reading,
  entry: Entry,
  fact: (key: string) => string | undefined,
): readonly OtherIdentifier[] | undefined {
  const scheme = textOf(reading, entry, 'versionScheme')
  const others = [
    ...['product', 'productFamily', 'edition', 'colloquialVersion', 'revision', 'persistentId'].map(
      (key) => [key, fact(key)] as const,
    ),
    ['versionScheme', scheme] as const,
    ['tagVersion', textOf(reading, entry, 'tagVersion')] as const,
  ].flatMap(([key, value]) => (value === undefined ? [] : [{ type: `swid:${key}`, value }]))
  return others.length > 0 ? others : undefined
}

function firstText(reading: Reading, entries: readonly Entry[], key: string): string | undefined {
  for (const entry of entries) {
    const text = textOf(reading, entry, key)
    if (text !== undefined) return text
  }
  return undefined
}

interface Entity {
  readonly name: string
  /** In small letters, since tools write `softwareCreator` in several ways. */
  readonly roles: readonly string[]
}

function entitiesOf(reading: Reading, entry: Entry): readonly Entity[] {
  return entriesOf(reading, entry, 'Entity').flatMap((entity) => {
    const name = textOf(reading, entity, 'name') ?? textOf(reading, entity, 'regid')
    const roles = textOf(reading, entity, 'role')?.toLowerCase().split(/\s+/) ?? []
    if (name !== undefined) return [{ name, roles }]
    reading.problems.lost(entity.place, 'an entity has neither name nor regid; left out')
    return []
  })
}

function licencesOf(reading: Reading, entry: Entry): readonly string[] {
  const licences: string[] = []
  for (const link of entriesOf(reading, entry, 'Link'))
    if (textOf(reading, link, 'rel')?.toLowerCase() === 'license') addOnce(licences, textOf(reading, link, 'href'))
  return licences
}

function isTrue(reading: Reading, entry: Entry, key: string): boolean {
  return /^(?:true|1)$/i.test(textOf(reading, entry, key)?.trim() ?? '')
}
