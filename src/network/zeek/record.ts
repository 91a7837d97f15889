/** One record of a Zeek log, whatever its form. Fields that are not set, or empty, give undefined. */
export interface ZeekRecord {
  /** The log's name: `dhcp`; absent when the file does not say. */
  readonly path: string | undefined
  readonly text: (field: string) => string | undefined
  /** Of a set or a vector. */
  readonly texts: (field: string) => readonly string[]
  readonly number: (field: string) => number | undefined
  readonly has: (field: string) => boolean
}

const maxFields = 500

/** What the header lines of a log in columns say (`#separator`, `#fields` …). */
export interface ZeekHeader {
  readonly separator: string
  readonly setSeparator: string
  readonly unset: string
  readonly empty: string
  readonly path: string | undefined
  readonly fields: readonly string[]
}

export const plainHeader: ZeekHeader = {
  separator: '\t',
  setSeparator: ',',
  unset: '-',
  empty: '(empty)',
  path: undefined,
  fields: [],
}

/** The header after one more of its lines; undefined when the line is none. */
export function readHeaderLine(line: string, before: ZeekHeader): ZeekHeader | undefined {
  if (!line.startsWith('#')) return undefined
  if (line.startsWith('#separator ')) return { ...before, separator: unescape(line.slice(11)) }
  const [name, ...values] = line.slice(1).split(before.separator)
  const [value = ''] = values
  if (name === 'set_separator') return { ...before, setSeparator: value }
  if (name === 'unset_field') return { ...before, unset: value }
  if (name === 'empty_field') return { ...before, empty: value }
  if (name === 'path') return { ...before, path: value }
  return name === 'fields' ? { ...before, fields: values.slice(0, maxFields) } : before
}

/** One line of a log in columns; undefined when it has more or fewer columns than the header. */
export function readColumns(line: string, header: ZeekHeader): ZeekRecord | undefined {
  const cells = line.split(header.separator)
  if (cells.length !== header.fields.length) return undefined
  const byName = new Map(header.fields.map((field, index) => [field, cells[index] ?? '']))
  const raw = (field: string): string | undefined => {
    const cell = byName.get(field)
    return cell === undefined || cell === header.unset || cell === header.empty || cell === '' ? undefined : cell
  }
  return {
    path: header.path,
    has: (field) => byName.has(field),
    text: (field) => {
      const cell = raw(field)
      return cell === undefined ? undefined : unescape(cell)
    },
    texts: (field) =>
      (raw(field) ?? '')
        .split(header.setSeparator)
        .filter((part) => part !== '')
        .map(unescape),
    number: (field) => toNumber(raw(field)),
  }
}

/** One line of a log in JSON; undefined when it is no object. */
export function readJson(line: string): ZeekRecord | undefined {
  const parsed = parse(line)
  if (typeof parsed !== 'object' || parsed === null || Array.isArray(parsed)) return undefined
  const record = parsed as Readonly<Record<string, unknown>>
  const of = (field: string): unknown => (Object.hasOwn(record, field) ? record[field] : undefined)
  const path = of('_path')
  return {
    path: typeof path === 'string' ? path : undefined,
    has: (field) => Object.hasOwn(record, field),
    text: (field) => toText(of(field)),
    texts: (field) => {
      const value = of(field)
      return (Array.isArray(value) ? value : [value]).map(toText).filter((text) => text !== undefined)
    },
    number: (field) => toNumber(of(field)),
  }
}

function parse(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined // the caller names the line
  }
}

function toText(value: unknown): string | undefined {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return typeof value === 'string' && value !== '' ? value : undefined
}

function toNumber(value: unknown): number | undefined {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? number : undefined
}

/** `\x09` stands for a byte. */
function unescape(text: string): string {
  return text.includes('\\x')
    ? Buffer.from(
        text.replace(/\\x([0-9a-fA-F]{2})|[^\0-\xff]/g, (whole, hex?: string) =>
          hex === undefined ? Buffer.from(whole).toString('latin1') : String.fromCharCode(Number.parseInt(hex, 16)),
        ),
        'latin1',
      ).toString('utf8')
    : text
}
