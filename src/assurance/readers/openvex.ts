import type { ProductNamed, Statement, StatementStatus } from '../../model/index.ts'
import { fieldsAt, flatUntilMost, instantAt, isFields, listAt, textAt, textsAt, toText } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import { toHash, toProduct } from '../identifiers.ts'
import { justificationLabels, openVexStatuses } from '../labels.ts'
import { checkForm } from '../openvex/form.ts'
import { roleOfText } from '../roles.ts'
import type { Stated, StatementReader } from '../reader.ts'

/** OpenVEX 0.2.0, and its older form with texts in place of objects. */
export const openVex: StatementReader = {
  id: 'openvex',
  format: 'OpenVEX',
  source: 'https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md',
  recognises: (document) => (textsAt(document, '@context')[0] ?? '').startsWith('https://openvex.dev/ns'),
  read,
}

function read(reading: Reading, document: Fields): Stated {
  const [documentId, revision, author] = ['@id', 'version', 'author'].map((name) => textAt(document, name))
  const role = roleOfText(textAt(document, 'role'))
  const issuedAt = instantAt(document, 'last_updated') ?? instantAt(document, 'timestamp')
  if (issuedAt === undefined)
    reading.doubt('/timestamp', 'no date and time: which statement is the later cannot be told')
  const source = {
    format: 'OpenVEX' as const,
    formatVersion: /v(\d[\d.]*)/.exec(textsAt(document, '@context')[0] ?? '')?.[1] ?? '0.0.1',
    ...(documentId === undefined ? {} : { documentId }),
    ...(revision === undefined ? {} : { revision }),
    ...(author === undefined ? {} : { author }),
    ...(role === undefined ? {} : { role }),
    ...(issuedAt === undefined ? {} : { issuedAt }),
  }
  const statements = flatUntilMost(listAt(document, 'statements'), (each, index) =>
    readStatement(reading, { document, each, place: `/statements/${index}` }),
  )
  if (statements.length === 0) reading.lost('/statements', 'no statement could be read; nothing is stated')
  checkForm(reading, document)
  return { source, statements }
}

interface Place {
  readonly document: Fields
  readonly each: unknown
  readonly place: string
}

function readStatement(reading: Reading, { document, each, place }: Place): Statement[] {
  if (!isFields(each)) return lost(reading, place, 'this is no statement')
  const { vulnerability, aliases } = namesOfFlaw(each)
  if (vulnerability === undefined)
    return lost(reading, `${place}/vulnerability`, 'the statement names no vulnerability')
  const label = textAt(each, 'status') ?? ''
  const status = openVexStatuses[label]
  if (status === undefined)
    return lost(
      reading,
      `${place}/status`,
      `"${label}" is no status of OpenVEX (${Object.keys(openVexStatuses).join(', ')})`,
    )
  const products = productsOf(reading, each, place)
  if (products === undefined) return []
  if (products.length === 0)
    return lost(
      reading,
      `${place}/products`,
      `the statement on ${vulnerability} names no product, so it applies to nothing`,
    )
  const said = {
    status,
    vulnerability,
    aliases,
    place,
    ...reasonsOf(reading, { each, place, status }),
    ...datesOf(document, each),
  }
  return products.map(({ product, component }) => ({
    ...said,
    product,
    ...(component === undefined ? {} : { component }),
  }))
}

function lost(reading: Reading, place: string, message: string): [] {
  reading.lost(place, `${message}; it is left out, ask the author to mend it`)
  return []
}

function namesOfFlaw(each: Fields): {
  readonly vulnerability: string | undefined
  readonly aliases: readonly string[]
} {
  const flaw = fieldsAt(each, 'vulnerability')
  const vulnerability = textAt(each, 'vulnerability') ?? textAt(flaw, 'name') ?? textAt(flaw, '@id')
  return { vulnerability, aliases: textsAt(flaw, 'aliases').filter((alias) => alias !== vulnerability) }
}

interface Asked {
  readonly each: Fields
  readonly place: string
  readonly status: StatementStatus
}

function reasonsOf(
  reading: Reading,
  { each, place, status }: Asked,
): Pick<Statement, 'justification' | 'impact' | 'action' | 'note'> {
  const label = textAt(each, 'justification')
  const justification = label === undefined ? undefined : justificationLabels[label]
  const impact = textAt(each, 'impact_statement')
  const action = textAt(each, 'action_statement')
  const note = textAt(each, 'status_notes')
  if (label !== undefined && justification === undefined)
    reading.doubt(
      `${place}/justification`,
      `"${label.slice(0, 80)}" is none of the five justifications; it is not kept`,
    )
  if (status === 'notAffected' && justification === undefined && impact === undefined)
    reading.doubt(
      place,
      'not_affected without a justification or an impact statement does not count; ask the author why',
    )
  if (status === 'affected' && action === undefined)
    reading.doubt(place, 'affected without an action statement; ask the author what to do')
  return {
    ...(justification === undefined ? {} : { justification }),
    ...(impact === undefined ? {} : { impact }),
    ...(action === undefined ? {} : { action }),
    ...(note === undefined ? {} : { note }),
  }
}

/** Times cascade from the document to its statements. */
function datesOf(document: Fields, each: Fields): Pick<Statement, 'statedAt' | 'updatedAt'> {
  const statedAt = instantAt(each, 'timestamp') ?? instantAt(document, 'timestamp')
  const updatedAt =
    instantAt(each, 'last_updated') ??
    (instantAt(each, 'timestamp') === undefined ? instantAt(document, 'last_updated') : undefined)
  return {
    ...(statedAt === undefined ? {} : { statedAt }),
    ...(updatedAt === undefined ? {} : { updatedAt }),
  }
}

interface Subject {
  readonly product: ProductNamed
  readonly component?: ProductNamed
}

/** Undefined where what is spoken of is said and cannot be read: without its parts a statement would speak of the whole. */
function productsOf(reading: Reading, each: Fields, place: string): Subject[] | undefined {
  const shared = partsOf(reading, each, place)
  if (shared === undefined) return undefined
  return flatUntilMost(listAt(each, 'products'), (value, index): Subject[] => {
    const at = `${place}/products/${index}`
    const product = productOf(value)
    if (product === undefined)
      return lost(reading, at, 'this names no product (@id, identifiers), so what is stated of it applies to nothing')
    const own = isFields(value) ? partsOf(reading, value, at) : []
    if (own === undefined) return []
    const components = [...own, ...shared]
    return components.length === 0 ? [{ product }] : components.map((component) => ({ product, component }))
  })
}

/** The parts that are named beside a product; undefined where some are and none can be read. */
function partsOf(reading: Reading, holder: Fields, place: string): readonly ProductNamed[] | undefined {
  const stated = listAt(holder, 'subcomponents')
  const parts = stated.flatMap(
    (part, index) =>
      productOf(part) ??
      lost(
        reading,
        `${place}/subcomponents/${index}`,
        'this names no part (@id, identifiers), so nothing is stated of it',
      ),
  )
  const hasNull = holder['subcomponents'] === null
  if (hasNull) lost(reading, `${place}/subcomponents`, 'parts are spoken of and none is named')
  return (stated.length > 0 && parts.length === 0) || hasNull ? undefined : parts
}

function productOf(value: unknown): ProductNamed | undefined {
  const fields = isFields(value) ? value : {}
  const id = toText(value) ?? textAt(fields, '@id')
  const identifiers = Object.values(fieldsAt(fields, 'identifiers')).flatMap((each) => toText(each) ?? [])
  const hashes = Object.entries(fieldsAt(fields, 'hashes')).flatMap(
    ([algorithm, hex]) => (typeof hex === 'string' ? toHash(algorithm, hex) : undefined) ?? [],
  )
  const name = id ?? identifiers[0] ?? hashes[0]?.hex
  if (name === undefined) return undefined
  return toProduct(name, [...(id === undefined ? [] : [id]), ...identifiers], { hashes })
}
