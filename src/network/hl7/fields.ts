import { textOf } from '../facts.ts'

/** How one message divides what it says: MSH-1 and MSH-2 (HL7 v2.9 §2.5.4). */
export interface Delimiters {
  readonly field: string
  readonly component: string
  readonly repetition: string
  readonly escape: string
  readonly subcomponent: string
}

/** The delimiters that an MSH, FHS or BHS segment announces; undefined when they are none. */
export function delimitersOf(segment: Uint8Array): Delimiters | undefined {
  const announced = String.fromCharCode(...segment.subarray(3, 9))
  const [field = '', component = '', ...rest] = announced
  const isDelimiter = (text: string): boolean => text !== '' && !/[\p{L}\p{N}\p{C}]/u.test(text)
  if (!isDelimiter(field) || !isDelimiter(component) || component === field) return undefined
  const end = rest.indexOf(field)
  const [repetition = '', escape = '', subcomponent = ''] = end === -1 ? rest : rest.slice(0, end)
  return { field, component, repetition, escape, subcomponent }
}

/** One segment, asked for its parts by their numbers in the standard, from 1; what is not there is empty. */
export class Segment {
  private readonly fields: readonly string[]
  private readonly delimiters: Delimiters

  /** `MSH` counts its own delimiter as its first field. */
  constructor(text: string, delimiters: Delimiters) {
    const fields = text.split(delimiters.field)
    this.fields = fields[0] === 'MSH' ? ['MSH', delimiters.field, ...fields.slice(1)] : fields
    this.delimiters = delimiters
  }

  /** Of the first repetition. */
  component(field: number, component = 1): string {
    return this.componentOf(this.repetitions(field)[0] ?? '', component)
  }

  repetitions(field: number): string[] {
    const text = this.fields[field] ?? ''
    return this.delimiters.repetition === '' ? [text] : text.split(this.delimiters.repetition)
  }

  /** Of one repetition. None that is read has subcomponents: an ampersand in it is one that its sender forgot to escape. */
  componentOf(repetition: string, component: number): string {
    const text = repetition.split(this.delimiters.component)[component - 1] ?? ''
    const value = unescaped(text, this.delimiters).trim()
    // Two quotation marks say that a value was deleted (§2.5.3).
    return value === '""' ? '' : value
  }
}

/** Escapes of §2.7: delimiters, hexadecimal bytes; those that only format are left out. */
function unescaped(text: string, { escape, field, component, subcomponent, repetition }: Delimiters): string {
  if (escape === '' || !text.includes(escape)) return text
  const parts = text.split(escape)
  // Text and escapes take turns; an escape that is not closed is text.
  return parts
    .map((part, index) => {
      if (index % 2 === 0) return part
      if (index === parts.length - 1) return escape + part
      if (/^X(?:[\dA-Fa-f]{2})+$/.test(part)) return textOf(Buffer.from(part.slice(1), 'hex'))
      if (part === 'E') return escape
      if (part === 'F') return field
      if (part === 'S') return component
      if (part === 'T') return subcomponent
      return part === 'R' ? repetition : ''
    })
    .join('')
}

/** Turns bytes into text by MSH-18 (HL7 table 0211); what it does not name is read as UTF-8 or Windows-1252. */
export function decoderOf(characterSet: string): (bytes: Uint8Array) => string {
  const part = /^8859\/(\d{1,2})$/.exec(characterSet)?.[1]
  if (part === '1') return (bytes) => new TextDecoder('windows-1252').decode(bytes)
  if (part !== undefined && ['2', '3', '4', '5', '6', '7', '8', '9', '15'].includes(part)) {
    const decoder = new TextDecoder(part === '9' ? 'windows-1254' : `iso-8859-${part}`)
    return (bytes) => decoder.decode(bytes)
  }
  const label = lookup[characterSet]
  if (label === undefined) return textOf
  const decoder = new TextDecoder(label)
  return (bytes) => decoder.decode(bytes)
}

const lookup: Readonly<Record<string, string | undefined>> = {
  'ISO IR87': 'iso-2022-jp',
  'ISO IR14': 'shift_jis',
  'GB 18030-2000': 'gb18030',
  'KS X 1001': 'euc-kr',
  'BIG-5': 'big5',
}
