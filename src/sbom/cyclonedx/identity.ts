import { entriesOf, entryOf, own, textOf, textsOf } from '../fields.ts'
import { placeUnder } from '../place.ts'
import type { Entry, Reading } from '../fields.ts'
import { addBySyntax, addHash, addOnce, isCpe, isPurl, noIdentifiers, takeHash, toHash } from '../identifiers.ts'
import type { Identifiers } from '../identifiers.ts'

/**
 * Every identifier of a component: its own fields, `evidence.identity`, and the digests of what it is distributed as
 * (BSI TR-03183-2 §5.2.2 puts the digest of the deployed file in `externalReferences`).
 */
export function identifiersOf(reading: Reading, entry: Entry): Identifiers {
  const identifiers = noIdentifiers()
  const purl = textOf(reading, entry, 'purl')
  const cpe = textOf(reading, entry, 'cpe')
  if (purl !== undefined && !isPurl(purl))
    reading.problems.doubt(
      placeUnder(entry.place, 'purl'),
      `purl "${purl.slice(0, 100)}" does not begin with "pkg:"; kept as written`,
    )
  if (cpe !== undefined && !isCpe(cpe))
    reading.problems.doubt(
      placeUnder(entry.place, 'cpe'),
      `cpe "${cpe.slice(0, 100)}" begins with neither "cpe:2.3:" nor "cpe:/"; kept as written`,
    )
  addOnce(identifiers.purls, purl)
  addOnce(identifiers.cpes, cpe)
  addSwid(reading, entry, identifiers)
  for (const key of ['omniborId', 'swhid'])
    for (const value of textsOf(reading, entry, key)) identifiers.others.push({ type: key, value })
  addHashes(reading, entry, identifiers)
  for (const reference of entriesOf(reading, entry, 'externalReferences')) {
    const type = textOf(reading, reference, 'type')
    if (type === 'distribution') addHashes(reading, reference, identifiers)
    if (type === 'bom') doubtOtherDocument(reading, reference)
  }
  addEvidence(reading, entry, identifiers)
  return identifiers
}

function doubtOtherDocument(reading: Reading, reference: Entry): void {
  const url = textOf(reading, reference, 'url') ?? ''
  reading.problems.doubt(
    reference.place,
    `the parts of this component are listed in another document, ${url.slice(0, 200)}; add that document too`,
  )
}

function addSwid(reading: Reading, entry: Entry, { swids }: Identifiers): void {
  if (typeof own(entry.fields, 'swid') === 'string') addOnce(swids, textOf(reading, entry, 'swid'))
  const swid = typeof own(entry.fields, 'swid') === 'string' ? undefined : entryOf(reading, entry, 'swid')
  if (swid !== undefined) addOnce(swids, textOf(reading, swid, 'tagId'))
}

function addHashes(reading: Reading, entry: Entry, { hashes }: Identifiers): void {
  for (const stated of entriesOf(reading, entry, 'hashes')) {
    const algorithm = textOf(reading, stated, 'alg') ?? ''
    const content = textOf(reading, stated, 'content')
    if (content === undefined) continue
    takeHash(hashes, reading.problems, { place: stated.place, algorithm, digest: content })
  }
}

/** CycloneDX 1.5 holds one identity, 1.6 a list; `concludedValue` came with 1.6, before it only the methods have values. */
function addEvidence(reading: Reading, entry: Entry, identifiers: Identifiers): void {
  const evidence = entryOf(reading, entry, 'evidence')
  if (evidence === undefined || own(evidence.fields, 'identity') === undefined) return
  const single = !Array.isArray(own(evidence.fields, 'identity')) && entryOf(reading, evidence, 'identity')
  for (const identity of single ? [single] : entriesOf(reading, evidence, 'identity')) {
    const concluded = textOf(reading, identity, 'concludedValue')
    if (concluded !== undefined) addConcluded(textOf(reading, identity, 'field') ?? '', concluded, identifiers)
    for (const method of entriesOf(reading, identity, 'methods')) {
      const value = textOf(reading, method, 'value')
      if (value !== undefined) addBySyntax(identifiers, value)
    }
  }
}

const algorithmByHexLength: Readonly<Record<number, string>> = {
  32: 'md5',
  40: 'sha1',
  64: 'sha256',
  96: 'sha384',
  128: 'sha512',
}

function addConcluded(field: string, value: string, identifiers: Identifiers): void {
  if (addBySyntax(identifiers, value)) return
  const hash = field === 'hash' ? toHash(algorithmByHexLength[value.trim().length] ?? '', value) : undefined
  if (hash !== undefined && hash.algorithm !== '') addHash(identifiers.hashes, hash)
  else if (field === 'swid') addOnce(identifiers.swids, value)
  else if (field === 'omniborId' || field === 'swhid') identifiers.others.push({ type: field, value })
}
