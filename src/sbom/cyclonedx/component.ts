import { componentTypes } from '../../model/index.ts'
import type { Ancestor, Component, ComponentType } from '../../model/index.ts'
import { entriesOf, entryOf, isFields, known, listOf, own, textOf, toText } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Entry, Reading } from '../fields.ts'
import { withCarried } from '../carried.ts'
import { addOnce, upstreamsOf } from '../identifiers.ts'
import { identifiersOf } from './identity.ts'
import { factsInProperties } from './properties.ts'
import { typeInPlace } from './write-component.ts'
import { traitsOf } from './traits.ts'

/** Reads one `component`, without its nested ones. `ref` and `parent` are the caller's business. */
export function toComponent(
  reading: Reading,
  entry: Entry,
  links: { ref: string; parent: string | undefined },
): Component {
  const properties = factsInProperties(reading, entry)
  const identifiers = identifiersOf(reading, entry)
  for (const cpe of properties.cpes) addOnce(identifiers.cpes, cpe)
  const sourcePackages = [...properties.sourcePackages]
  for (const name of upstreamsOf(identifiers.purls)) addOnce(sourcePackages, name)
  const ancestors = ancestorsOf(reading, entry)
  const component: Component = {
    ref: links.ref,
    type: typeOf(reading, entry),
    name: nameOf(reading, entry),
    purls: identifiers.purls,
    cpes: identifiers.cpes,
    swids: identifiers.swids,
    hashes: identifiers.hashes,
    sourcePackages,
    licences: licencesOf(reading, entry),
    deployed: textOf(reading, entry, 'scope')?.toLowerCase() !== 'excluded',
    ...known({
      group: textOf(reading, entry, 'group'),
      version: textOf(reading, entry, 'version'),
      versionRange: textOf(reading, entry, 'versionRange'),
      supplier: organisationOf(reading, entry, 'supplier') ?? textOf(reading, entry, 'publisher'),
      manufacturer: organisationOf(reading, entry, 'manufacturer'),
      otherIdentifiers: identifiers.others.length > 0 ? identifiers.others : undefined,
      ancestors: ancestors.length > 0 ? ancestors : undefined,
      sourceVersion: properties.sourceVersion,
      parent: links.parent,
      endOfSupport: properties.endOfSupport,
      description: textOf(reading, entry, 'description'),
      traits: traitsOf(entry.fields),
    }),
  }
  return withCarried(component, properties.carried, typeInPlace)
}

/** Reads one `service`, without its nested ones. */
export function toService(
  reading: Reading,
  entry: Entry,
  links: { ref: string; parent: string | undefined },
): Component {
  const properties = factsInProperties(reading, entry)
  const service: Component = {
    ref: links.ref,
    type: 'service',
    name: nameOf(reading, entry),
    purls: [],
    cpes: [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: licencesOf(reading, entry),
    deployed: true,
    ...known({
      group: textOf(reading, entry, 'group'),
      version: textOf(reading, entry, 'version'),
      supplier: organisationOf(reading, entry, 'provider'),
      parent: links.parent,
      endOfSupport: properties.endOfSupport,
      description: textOf(reading, entry, 'description'),
      traits: traitsOf(entry.fields),
    }),
  }
  return withCarried(service, properties.carried, typeInPlace)
}

/** The name of an organisation under `key`, stated as an object or, in some documents, as plain text. */
export function organisationOf(reading: Reading, entry: Entry, key: string): string | undefined {
  const value = own(entry.fields, key)
  if (typeof value === 'string') return textOf(reading, entry, key)
  const organisation = entryOf(reading, entry, key)
  return organisation && textOf(reading, organisation, 'name')
}

function nameOf(reading: Reading, entry: Entry): string {
  const name = textOf(reading, entry, 'name')
  if (name === undefined)
    reading.problems.doubt(entry.place, 'component has no name; kept, and found only by its identifiers')
  return name ?? ''
}

const types: ReadonlySet<string> = new Set(componentTypes)

function typeOf(reading: Reading, entry: Entry): ComponentType {
  const stated = textOf(reading, entry, 'type')
  const type = stated?.toLowerCase().replaceAll(/[_ ]/g, '-')
  if (type !== undefined && types.has(type)) return type as ComponentType
  const doubt =
    stated === undefined ? 'component has no type' : `component type "${stated.slice(0, 100)}" is not one of CycloneDX`
  reading.problems.doubt(entry.place, `${doubt}; kept as "unknown"`)
  return 'unknown'
}

function licencesOf(reading: Reading, entry: Entry): readonly string[] {
  const licences: string[] = []
  const place = placeUnder(entry.place, 'licenses')
  for (const [index, choice] of listOf(reading, entry, 'licenses').entries()) {
    if (isFields(choice)) addOnce(licences, licenceOf(reading, { fields: choice, place: placeUnder(place, index) }))
    else addOnce(licences, toText(reading, choice, { place, key: index }))
  }
  return licences
}

function licenceOf(reading: Reading, choice: Entry): string | undefined {
  const expression = textOf(reading, choice, 'expression')
  if (expression !== undefined) return expression
  if (typeof own(choice.fields, 'license') === 'string') return textOf(reading, choice, 'license')
  const licence = entryOf(reading, choice, 'license') ?? choice
  return textOf(reading, licence, 'id') ?? textOf(reading, licence, 'name') ?? textOf(reading, licence, 'url')
}

/** Descendants, variants, commits and patches speak of other packages or of source text, and are not read. */
function ancestorsOf(reading: Reading, entry: Entry): readonly Ancestor[] {
  const pedigree = entryOf(reading, entry, 'pedigree')
  if (pedigree === undefined) return []
  return entriesOf(reading, pedigree, 'ancestors').map((ancestor) => {
    const { purls, cpes } = identifiersOf(reading, ancestor)
    return { name: nameOf(reading, ancestor), purls, cpes, ...known({ version: textOf(reading, ancestor, 'version') }) }
  })
}
