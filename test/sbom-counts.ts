import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** One line of the collected set's `COUNTS.tsv`: an independent and fallible count of the components of a file. */
export interface CountRow {
  readonly path: string
  readonly format: string
  /** Undefined where that count gave up. */
  readonly theirs: number | undefined
}

/** One line of `counts-exceptions.tsv`: the files whose format (or path) it applies to, and what we count there. The last that applies counts. */
interface ExceptionRow {
  readonly appliesTo: RegExp
  readonly ours: string
}

/** What we should count in a file, and which exception says so. */
interface Expected {
  readonly ours: number | 'notRead'
  readonly exception: string
  /** Terms of the exception that are not zero for this file: one that never is has gone stale. */
  readonly used: readonly string[]
}

export function countRows(folder: string): readonly CountRow[] {
  return tsvRows(join(folder, 'COUNTS.tsv')).map(([path = '', format = '', theirs = '']) => {
    return { path, format, theirs: theirs === 'None' ? undefined : Number(theirs) }
  })
}

export function exceptionRows(): readonly ExceptionRow[] {
  return tsvRows(join(import.meta.dirname, '..', 'src', 'sbom', 'counts-exceptions.tsv')).map(
    ([appliesTo = '', ours = '']) => {
      return { appliesTo: new RegExp(appliesTo), ours }
    },
  )
}

/** What the exceptions say of one file; the count of `COUNTS.tsv` itself where none applies. */
export function expectedOf(row: CountRow, bytes: Buffer, exceptions: readonly ExceptionRow[]): Expected {
  const exception = exceptions.findLast(({ appliesTo }) => appliesTo.test(row.format) || appliesTo.test(row.path))
  if (exception === undefined) return { ours: row.theirs ?? 'notRead', exception: '', used: [] }
  const { ours } = exception
  const name = `${exception.appliesTo.source} ${ours}`
  if (ours === 'notRead') return { ours, exception: name, used: [ours] }
  const terms = ours.split(/ (?=[+-] )/)
  const values = terms.map((term) => valueOf(term, row, bytes))
  return {
    ours: values.reduce((sum, value) => sum + value, 0),
    exception: name,
    used: terms.filter((_, index) => values[index] !== 0),
  }
}

/** Every term of every exception, to compare with those that were used. */
export function termsOf(exceptions: readonly ExceptionRow[]): readonly string[] {
  return exceptions.flatMap(({ appliesTo, ours }) =>
    ours.split(/ (?=[+-] )/).map((term) => `${appliesTo.source} ${ours}: ${term}`),
  )
}

function valueOf(term: string, { theirs, format }: CountRow, bytes: Buffer): number {
  const sign = term.startsWith('- ') ? -1 : 1
  const name = term.replace(/^[+-] /, '')
  if (/^\d+$/.test(name)) return sign * Number(name)
  if (name === 'theirs') return theirs ?? 0
  const text = bytes.toString('utf8').replace(/^\ufeff/, '')
  const kinds =
    format.startsWith('cdx-json') || format.startsWith('spdx-json')
      ? inJson(text)
      : format.startsWith('spdx3')
        ? inSpdx3(text)
        : format.startsWith('cdx-xml')
          ? inXml(text)
          : format.startsWith('spdx-rdf')
            ? inRdf(text)
            : format.startsWith('spdx-yaml')
              ? inYaml(text)
              : inTagValue(text)
  const value = kinds[name]
  if (value === undefined) throw new Error(`counts-exceptions.tsv: there is no count named ${name}`)
  return sign * value
}

type Kinds = Readonly<Record<string, number>>

interface Json {
  readonly metadata?: { readonly component?: Json }
  readonly components?: readonly Json[]
  readonly services?: readonly Json[]
  readonly packages?: readonly unknown[]
  readonly files?: readonly unknown[]
}

/** Counts by a plain recursion over the parsed text: slow and short, and none of the reader's code. */
function inJson(text: string): Kinds {
  const bom = JSON.parse(text) as Json
  const within = (list: readonly Json[] | undefined, key: 'components' | 'services'): number =>
    (list ?? []).reduce((sum, one) => sum + 1 + within(one[key], key), 0)
  const root = bom.metadata?.component
  const packages = bom.packages ?? []
  return {
    root: root ? 1 : 0,
    nested:
      within(bom.components, 'components') - (bom.components?.length ?? 0) + within(root?.components, 'components'),
    services: within(bom.services, 'services'),
    files: bom.files?.length ?? 0,
    broken: packages.filter((one) => typeof one !== 'object' || one === null).length,
  }
}

/** Counts by a plain recursion; an id that is said twice is one part. */
function inSpdx3(text: string): Kinds {
  const ids = new Set<unknown>()
  let nameless = 0
  const walk = (value: unknown): void => {
    if (typeof value !== 'object' || value === null) return
    const { type, spdxId, '@id': id } = value as Readonly<Record<string, unknown>>
    if (typeof type === 'string' && /^(?:\w+_)?(?:\w*Package|File|SoftwareArtifact)$/.test(type)) {
      if (spdxId === undefined && id === undefined) nameless += 1
      else ids.add(spdxId ?? id)
    }
    for (const inner of Object.values(value)) walk(inner)
  }
  walk(JSON.parse(text))
  return { parts: ids.size + nameless }
}

/** Counts start tags by where they stand, with an expression over tags instead of an XML parser. */
function inXml(text: string): Kinds {
  const open: string[] = []
  const counts = { untyped: 0, services: 0, elsewhere: 0 }
  const bare = text.replaceAll(/<!--[\s\S]*?-->|<!\[CDATA\[[\s\S]*?\]\]>/g, '')
  for (const [tag, end, name = ''] of bare.matchAll(/<(\/?)([\w:.-]+)(?:[^>"']|"[^"]*"|'[^']*')*>/g)) {
    if (end === '/') {
      open.pop()
      continue
    }
    const path = open.join('/')
    const isPart = /^bom(?:\/metadata\/component)?(?:\/components\/component)*\/components$|^bom\/metadata$/.test(path)
    if (name === 'component' && tag === '<component>') counts.untyped += isPart ? 1 : 0
    else if (name === 'component' && !isPart) counts.elsewhere += 1
    if (name === 'service' && /^bom(?:\/services\/service)*\/services$/.test(path)) counts.services += 1
    if (!tag.endsWith('/>')) open.push(name)
  }
  return counts
}

/** Each thing of a graph counts once, however often it is named; one that only another document describes has no class here. */
function inRdf(text: string): Kinds {
  const count = (name: string): number => {
    const tags = [...text.matchAll(new RegExp(`<(?:\\w[\\w.]*:)?${name}(\\s[^>]*)?>`, 'g'))].map(
      ([, attributes = '']) => attributes,
    )
    const named = tags.map((attributes) => /rdf:(?:about|nodeID)="([^"]*)"/.exec(attributes)?.[1])
    return new Set(named.filter((one) => one !== undefined)).size + named.filter((one) => one === undefined).length
  }
  return { packages: count('Package'), files: count('File') }
}

/** Entries of the two lists, by the dashes that stand at the indentation of the first below each key. */
function inYaml(text: string): Kinds {
  const count = (key: string): number => {
    const [, list = ''] = new RegExp(`^${key}:\\s*\\n((?:[ -].*\\n?|\\n)*)`, 'm').exec(text) ?? []
    const dash = /^ *-/.exec(list)?.[0]
    return dash === undefined ? 0 : list.split('\n').filter((line) => line.startsWith(dash)).length
  }
  return { packages: count('packages'), files: count('files') }
}

function inTagValue(text: string): Kinds {
  return { files: text.match(/^[ \t]*FileName[ \t]*:/gm)?.length ?? 0 }
}

function tsvRows(path: string): readonly (readonly string[])[] {
  const [, ...lines] = readFileSync(path, 'utf8').trimEnd().split('\n')
  return lines.map((line) => line.split('\t'))
}
