import type { ComponentTraits } from '../../model/index.ts'
import { isFields, own } from '../fields.ts'
import type { Fields } from '../fields.ts'

/** Properties that state a fact of BSI TR-03183-2, by their name in its taxonomy. */
const bsiPrefix = 'bsi:component:'
const shapes: ReadonlySet<string> = new Set(['executable', 'archive', 'structured'])
const supportNames = /(?:^|:)(?:support[_-]?level|level[_-]?of[_-]?support)$/i

/** No document needs more to say how it is supplied; what follows is not looked at. */
const mostLooked = 200

/** What a component says beside what identifies it. Whatever is malformed is not stated: its checks tell so. */
export function traitsOf(fields: Fields): ComponentTraits | undefined {
  const traits: Mutable<ComponentTraits> = {}
  const contact = contactOf(fields)
  if (contact !== undefined) traits.contact = contact
  addProperties(traits, fields)
  addReferences(traits, fields)
  return Object.keys(traits).length === 0 ? undefined : traits
}

type Mutable<T> = { -readonly [K in keyof T]: T[K] }

/** An e-mail address or URL of an organisation or person, of whichever key comes first. */
function contactOf(fields: Fields): string | undefined {
  for (const key of ['manufacturer', 'supplier', 'provider', 'authors']) {
    const [first] = contactsOf(own(fields, key))
    if (first !== undefined) return first
  }
  return undefined
}

/** The e-mail addresses and URLs of organisations (`url`, `contact[].email`) and persons (`email`). */
export function contactsOf(value: unknown): readonly string[] {
  return objectsIn(value).flatMap((party) => [
    ...textsIn(own(party, 'email')),
    ...textsIn(own(party, 'url')),
    ...objectsIn(own(party, 'contact')).flatMap((person) => textsIn(own(person, 'email'))),
  ])
}

function addProperties(traits: Mutable<ComponentTraits>, fields: Fields): void {
  const told = new Set<string>()
  for (const property of objectsIn(own(fields, 'properties'))) {
    const [name] = textsIn(own(property, 'name'))
    const [value] = textsIn(own(property, 'value'))
    if (name === undefined || value === undefined) continue
    if (name === `${bsiPrefix}filename`) traits.fileName = value
    else if (name.startsWith(bsiPrefix) && shapes.has(name.slice(bsiPrefix.length)))
      told.add(name.slice(bsiPrefix.length))
    else if (supportNames.test(name.slice(-60))) traits.supportLevel = value
  }
  if (told.size > 0) traits.shapeTold = [...told]
}

const sourceTypes: ReadonlySet<string> = new Set(['source-distribution', 'vcs'])
const deployableTypes: ReadonlySet<string> = new Set(['distribution', 'distribution-intake'])

function addReferences(traits: Mutable<ComponentTraits>, fields: Fields): void {
  for (const reference of objectsIn(own(fields, 'externalReferences'))) {
    const [type = ''] = textsIn(own(reference, 'type'))
    const [url] = textsIn(own(reference, 'url'))
    if (url === undefined) continue
    if (sourceTypes.has(type)) traits.sourceUri ??= url
    if (deployableTypes.has(type)) traits.deployableUri ??= url
  }
}

function objectsIn(value: unknown): readonly Fields[] {
  if (value === undefined) return []
  return (Array.isArray(value) ? value.slice(0, mostLooked) : [value]).filter(isFields)
}

function textsIn(value: unknown): readonly string[] {
  const values: readonly unknown[] = Array.isArray(value) ? value.slice(0, mostLooked) : [value]
  return values.filter((each) => typeof each === 'string').filter((each) => each.trim() !== '')
}
