import { lookup } from '../../model/index.ts'
import type { Component, ComponentType } from '../../model/index.ts'
import { toDate } from '../dates.ts'
import { entriesOf, known, textOf } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Entry, Reading } from '../fields.ts'
import { addBySyntax, addOnce, isCpe, isPurl, noIdentifiers, upstreamsOf } from '../identifiers.ts'
import type { Identifiers } from '../identifiers.ts'
import { withCarriedFacts } from './carried.ts'
import { checksumsOf, licencesOf, statedOf, toParty } from './values.ts'
import { traitsOf } from './traits.ts'
import type { Place } from '../place.ts'

/** Reads one package (SPDX 2.3 §7). Whether it is deployed and what holds it follows later, from the relationships. */
export function toPackage(reading: Reading, entry: Entry, ref: string): Component {
  const identifiers = externalIdentifiers(reading, entry)
  const source = sourceOf(reading, entry)
  const sourcePackages = source === undefined ? [] : [source.name]
  for (const name of upstreamsOf(identifiers.purls)) addOnce(sourcePackages, name)
  const component: Component = {
    ref,
    type: purposeOf(reading, entry),
    name: nameOf(reading, entry, 'name'),
    purls: identifiers.purls,
    cpes: identifiers.cpes,
    swids: identifiers.swids,
    hashes: checksumsOf(reading, entry),
    sourcePackages,
    licences: licencesOf(reading, entry, {
      first: ['licenseDeclared', 'licenseConcluded'],
      otherwise: 'licenseInfoFromFiles',
    }),
    deployed: true,
    ...known({
      version: statedOf(reading, entry, 'versionInfo'),
      supplier: partyOf(reading, entry, 'supplier'),
      manufacturer: partyOf(reading, entry, 'originator'),
      otherIdentifiers: identifiers.others.length > 0 ? identifiers.others : undefined,
      sourceVersion: source?.version,
      endOfSupport: validUntilOf(reading, entry),
      description: statedOf(reading, entry, 'description') ?? statedOf(reading, entry, 'summary'),
      traits: traitsOf(entry.fields),
    }),
  }
  return withCarriedFacts(reading, entry, component)
}

/** Reads one file (SPDX 2.3 §8) as a component, so that its digest can be asked for. */
export function toFile(reading: Reading, entry: Entry, ref: string): Component {
  return {
    ref,
    type: 'file',
    name: nameOf(reading, entry, 'fileName'),
    purls: [],
    cpes: [],
    swids: [],
    hashes: checksumsOf(reading, entry),
    sourcePackages: [],
    licences: licencesOf(reading, entry, { first: ['licenseConcluded'], otherwise: 'licenseInfoInFiles' }),
    deployed: true,
  }
}

function nameOf(reading: Reading, entry: Entry, key: 'name' | 'fileName'): string {
  const name = textOf(reading, entry, key)
  if (name === undefined)
    reading.problems.doubt(placeUnder(entry.place, key), 'element has no name; kept, and found only by its identifiers')
  return name ?? ''
}

function partyOf(reading: Reading, entry: Entry, key: 'supplier' | 'originator'): string | undefined {
  const text = statedOf(reading, entry, key)
  return text === undefined ? undefined : toParty(text)
}

const types = lookup<ComponentType>({
  APPLICATION: 'application',
  FRAMEWORK: 'framework',
  LIBRARY: 'library',
  CONTAINER: 'container',
  'OPERATING-SYSTEM': 'operating-system',
  DEVICE: 'device',
  FIRMWARE: 'firmware',
  FILE: 'file',
  'DEVICE-DRIVER': 'device-driver',
  PLATFORM: 'platform',
  MODEL: 'machine-learning-model',
  DATA: 'data',
  SOURCE: 'unknown',
  ARCHIVE: 'unknown',
  INSTALL: 'unknown',
  OTHER: 'unknown',
})

/** SPDX 2.3 §7.24; 2.2 has no purposes, and 3.0 four more. SOURCE, ARCHIVE and INSTALL say how it is packed, not what it is. */
function purposeOf(reading: Reading, entry: Entry): ComponentType {
  const stated = statedOf(reading, entry, 'primaryPackagePurpose')
  if (stated === undefined) return 'unknown'
  const purpose = stated.toUpperCase().replaceAll('_', '-')
  const type = Object.hasOwn(types, purpose) ? types[purpose] : undefined
  if (type !== undefined) return type
  reading.problems.doubt(
    placeUnder(entry.place, 'primaryPackagePurpose'),
    `purpose "${stated.slice(0, 100)}" is not one of SPDX 2.3; kept as "unknown"`,
  )
  return 'unknown'
}

/** References to vulnerabilities and web pages identify nothing. */
const notIdentifiers: ReadonlySet<string> = new Set(['advisory', 'fix', 'url', 'security-other'])

/**
 * Identifiers in `externalRefs` (SPDX 2.3 annex F). The locator decides what it is: a purl stays a purl under a wrong type, and the
 * category (PACKAGE-MANAGER, PACKAGE_MANAGER, anything) plays no part.
 */
function externalIdentifiers(reading: Reading, entry: Entry): Identifiers {
  const identifiers = noIdentifiers()
  for (const reference of entriesOf(reading, entry, 'externalRefs')) {
    const locator = statedOf(reading, reference, 'referenceLocator')
    if (locator === undefined) continue
    const type = (textOf(reading, reference, 'referenceType') ?? 'unknown').replace(/^.*[/#]/, '')
    if (addBySyntax(identifiers, locator.trim())) continue
    addByType(reading, identifiers, { type, locator, place: reference.place })
  }
  return identifiers
}

function addByType(
  reading: Reading,
  { purls, cpes, swids, others }: Identifiers,
  at: { type: string; locator: string; place: Place },
): void {
  const { type, locator, place } = at
  const isMislabelled = (type === 'purl' && !isPurl(locator)) || (/^cpe2[23]type$/i.test(type) && !isCpe(locator))
  if (isMislabelled)
    reading.problems.doubt(
      place,
      `"${locator.slice(0, 100)}" is called ${type} and does not look like one; kept as written`,
    )
  if (type === 'purl') addOnce(purls, locator)
  else if (/^cpe2[23]type$/i.test(type)) addOnce(cpes, locator)
  else if (type === 'swid') addOnce(swids, locator.replace(/^swid:/i, ''))
  else if (!notIdentifiers.has(type)) others.push({ type, value: locator })
}

/** Trivy states the source package in `sourceInfo`: `built package from: openssl 1.1.1n-0+deb11u3`. */
function sourceOf(reading: Reading, entry: Entry): { name: string; version: string | undefined } | undefined {
  const [, name, version] =
    /^built package from: (\S+)(?: (\S+))?/.exec(statedOf(reading, entry, 'sourceInfo') ?? '') ?? []
  return name === undefined ? undefined : { name, version }
}

/** SPDX 2.3 §7.27: the end of support period of a package. */
function validUntilOf(reading: Reading, entry: Entry): string | undefined {
  const stated = statedOf(reading, entry, 'validUntilDate')
  if (stated === undefined) return undefined
  const date = toDate(stated)
  if (date === undefined)
    reading.problems.lost(
      placeUnder(entry.place, 'validUntilDate'),
      `validUntilDate "${stated.slice(0, 100)}" is no date such as 2030-12-31T00:00:00Z; left out`,
    )
  return date
}
