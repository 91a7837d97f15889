import { isFields } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import { justificationLabels, openVexStatuses } from '../labels.ts'

/** What stands in a field: a value, a list of values, an object of a kind, or a list of such objects. */
type Form =
  | { readonly is: 'value' | 'values'; readonly expects: string; readonly holds: (value: unknown) => boolean }
  | { readonly is: 'object' | 'objects'; readonly kind: KindName }

interface Kind {
  readonly called: string
  readonly required?: readonly string[]
  /** One of these has to be there. */
  readonly either?: readonly string[]
  readonly fields: Readonly<Record<string, Form>>
}

type KindName = 'document' | 'statement' | 'flaw' | 'product' | 'part' | 'identifiers' | 'hashes'

const value = (expects: string, holds: (value: unknown) => boolean): Form => ({ is: 'value', expects, holds })
const isText = (each: unknown): boolean => typeof each === 'string'
const text = value('a text', isText)
const texts: Form = { is: 'values', expects: 'a list of texts', holds: isText }
const number = value('a whole number from 1', (each) => Number.isSafeInteger(each) && Number(each) >= 1)
const word = (words: Readonly<Record<string, unknown>>): Form =>
  value(`one of ${Object.keys(words).join(', ')}`, (each) => typeof each === 'string' && Object.hasOwn(words, each))

const timePattern = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}:\d{2}(?:\.\d{1,20})?(?:Z|[+-]\d{2}:?\d{2})$/i
const time = value(
  'a time such as 2030-12-31T23:59:00Z',
  (each) => typeof each === 'string' && timePattern.test(each) && !Number.isNaN(Date.parse(each)),
)

const part: Kind = {
  called: 'a subcomponent',
  either: ['@id', 'identifiers'],
  fields: { '@id': text, identifiers: { is: 'object', kind: 'identifiers' }, hashes: { is: 'object', kind: 'hashes' } },
}

const algorithms =
  'md5 sha1 sha-256 sha-384 sha-512 sha3-224 sha3-256 sha3-384 sha3-512 blake2s-256 blake2b-256 blake2b-512'.split(' ')

/** OpenVEX 0.2.0 as a table. Source: openvex_json_schema.json of the specification. */
const kinds: Readonly<Record<KindName, Kind>> = {
  document: {
    called: 'the document',
    required: ['@id', 'author', 'timestamp', 'version', 'statements'],
    fields: {
      '@context': text,
      '@id': text,
      author: text,
      role: text,
      timestamp: time,
      last_updated: time,
      version: number,
      tooling: text,
      statements: { is: 'objects', kind: 'statement' },
    },
  },
  statement: {
    called: 'a statement',
    fields: {
      '@id': text,
      version: number,
      vulnerability: { is: 'object', kind: 'flaw' },
      timestamp: time,
      last_updated: time,
      products: { is: 'objects', kind: 'product' },
      status: word(openVexStatuses),
      supplier: text,
      status_notes: text,
      justification: word(justificationLabels),
      impact_statement: text,
      action_statement: text,
      action_statement_timestamp: time,
    },
  },
  flaw: {
    called: 'a vulnerability',
    required: ['name'],
    fields: { '@id': text, name: text, description: text, aliases: texts },
  },
  product: {
    ...part,
    called: 'a product',
    fields: { ...part.fields, subcomponents: { is: 'objects', kind: 'part' } },
  },
  part,
  identifiers: {
    called: 'identifiers',
    either: ['purl', 'cpe22', 'cpe23'],
    fields: { purl: text, cpe22: text, cpe23: text },
  },
  hashes: { called: 'hashes', fields: Object.fromEntries(algorithms.map((name) => [name, text])) },
}

/** Forms before 0.2.0 had texts where there are objects now; what they say is read. */
const judged = /\/v0\.2\./

/**
 * Tells where a document is not of the form that OpenVEX 0.2.0 demands. What reading it tells of itself (a statement without status or product, a
 * justification that is none) is not told again: `told` holds the places where something was said.
 */
export function checkForm(reading: Reading, document: Fields): void {
  if (!judged.test(String(document['@context']))) return
  const told = new Set(reading.problems().map(({ place }) => place))
  const doubt = (place: string, message: string): void => {
    if (!told.has(place)) reading.doubt(place, message)
  }
  checkObject(doubt, { fields: document, kind: kinds.document, place: '' })
}

type Doubt = (place: string, message: string) => void

interface At {
  readonly fields: Fields
  readonly kind: Kind
  readonly place: string
}

/** As deep as the table: five levels. */
function checkObject(doubt: Doubt, { fields, kind, place }: At): void {
  const here = place === '' ? '/' : place
  const { called, required = [], either = [] } = kind
  for (const name of required)
    if (fields[name] === undefined) doubt(here, `${called} has no ${name}, which OpenVEX demands; ask its author`)
  if (either.length > 0 && either.every((name) => fields[name] === undefined))
    doubt(
      here,
      `${called} has none of ${either.join(', ')}, one of which OpenVEX demands; ask the author what is meant`,
    )
  for (const [name, stated] of Object.entries(fields)) {
    const form = Object.hasOwn(kind.fields, name) ? kind.fields[name] : undefined
    const inner = `${place}/${name.slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1')}`
    if (form !== undefined) checkField(doubt, form, { stated, place: inner })
    else
      doubt(
        inner,
        `this is no field of ${called} in OpenVEX; look whether it is misspelt, since such a field may not be read`,
      )
  }
}

function checkField(doubt: Doubt, form: Form, { stated, place }: { stated: unknown; place: string }): void {
  const isList = form.is === 'values' || form.is === 'objects'
  if (isList && !Array.isArray(stated))
    return doubt(place, `this is ${written(stated)} where OpenVEX demands a list; ${toDo}`)
  const list: readonly unknown[] = isList && Array.isArray(stated) ? stated : [stated]
  for (const [index, each] of list.entries()) {
    const at = isList ? `${place}/${index}` : place
    if (!('kind' in form)) {
      if (!form.holds(each)) doubt(at, `this is ${written(each)} where OpenVEX demands ${form.expects}; ${toDo}`)
    } else if (isFields(each)) checkObject(doubt, { fields: each, kind: kinds[form.kind], place: at })
    else doubt(at, `this is ${written(each)} where OpenVEX demands an object; ${toDo}`)
  }
}

const toDo = 'read as far as it goes, ask the author to mend it'

function written(stated: unknown): string {
  if (Array.isArray(stated)) return 'a list'
  return isFields(stated) ? 'an object' : JSON.stringify(stated).slice(0, 100)
}
