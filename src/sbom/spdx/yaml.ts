import { isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument } from 'yaml'
import type { Document, ScalarTag, Tags, YAMLMap } from 'yaml'
import { isFields } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import { placeIn } from '../json-text.ts'
import { placesIn } from '../place.ts'
import { whereTooMany } from '../values.ts'

/**
 * Lines and what flow lists hold. The library keeps 1.7 kB for each while it reads: 50,000 packages of 8 lines took 0.7 GB and 7 s. The
 * same document in JSON takes a tenth, so who has more is told to convert.
 */
const mostValues = 1_000_000

/** SPDX nests seven levels. Beyond some thousands the library takes time that grows with the square of them. */
const deepest = 200

/** Aliases, and values that they may add to a document: a page of them can stand for gigabytes, and SPDX writers use none. */
const mostAliases = 100
const mostAliased = 10_000

/** A document in its JSON shape, and the line on which each of its objects begins. */
export interface YamlDocument {
  readonly fields: Fields
  readonly placeOf: (fields: object) => string | undefined
}

/**
 * The JSON shape of an SPDX document in YAML 1.2, core schema, except that numbers stay the texts they were written as: an unquoted
 * version 1.10 is not 1.1. What is malformed is listed with its line, and what stands before it is kept.
 */
export function readYaml(reading: Reading, text: string): YamlDocument | undefined {
  const { problems, limits } = reading
  const at = whereTooMany(text, 'yaml', Math.min(mostValues, limits.values)) ?? whereTooDeep(text)
  if (at !== undefined) {
    const because = `the YAML holds more than ${mostValues} values, or lists within lists deeper than ${deepest}`
    problems.broke(placeIn(text, at), `${because}; convert it to JSON and read that`)
    return undefined
  }
  const counter = new LineCounter()
  const document = parseDocument(text, {
    schema: 'core',
    customTags: withoutNumbers,
    prettyErrors: false,
    uniqueKeys: false,
    logLevel: 'error',
    lineCounter: counter,
  })
  for (const { message, pos } of document.errors)
    problems.broke(
      `line ${counter.linePos(pos[0]).line}`,
      `the YAML is malformed here (${message.slice(0, 200)}); compare the components with the file`,
    )
  const lines = new Map<object, number>()
  const conversion: Conversion = {
    reading,
    document,
    lines,
    lineAt: (offset) => counter.linePos(offset).line,
    aliases: mostAliases,
    aliased: mostAliased,
    inAlias: false,
  }
  const value = toPlain(conversion, document.contents, 0)
  return isFields(value) ? { fields: value, placeOf: placesIn(lines) } : undefined
}

/** Where brackets or dashes open one list within another without end. */
function whereTooDeep(text: string): number | undefined {
  let depth = 0
  for (let at = 0; at < text.length; at += 1) {
    const mark = text[at]
    if (mark === '[' || mark === '{') depth += 1
    else if (mark === ']' || mark === '}') depth = Math.max(0, depth - 1)
    if (depth > deepest * 5) return at
  }
  // One list right behind another is no YAML, and the library takes longer for each that follows.
  return /(?:[-?:][ \t]){201}|(?:\][ \t]*\[[ \t]*){201}|(?:\}[ \t]*\{[ \t]*){201}/.exec(text)?.index
}

interface Conversion {
  readonly reading: Reading
  readonly document: Document
  readonly lines: Map<object, number>
  readonly lineAt: (offset: number) => number
  aliases: number
  aliased: number
  inAlias: boolean
}

function toPlain(conversion: Conversion, node: unknown, depth: number): unknown {
  const { problems } = conversion.reading
  if (depth > deepest) {
    problems.gap('line 1', `lists nested deeper than ${deepest} levels are left out`)
    return undefined
  }
  if (conversion.inAlias) {
    conversion.aliased -= 1
    if (conversion.aliased < 0) return undefined
  }
  if (isScalar(node)) return node.value
  if (isSeq(node)) return node.items.map((one) => toPlain(conversion, one, depth + 1))
  if (isMap(node)) return toFields(conversion, node, depth)
  if (!isAlias(node)) return undefined
  const wasInAlias = conversion.inAlias
  conversion.aliases -= 1
  if (conversion.aliases < 0) conversion.aliased = -1
  if (conversion.aliases < 0 && wasInAlias) return undefined
  conversion.inAlias = true
  const value = conversion.aliases < 0 ? undefined : toPlain(conversion, node.resolve(conversion.document), depth + 1)
  conversion.inAlias = wasInAlias
  if (conversion.aliased < 0 && !wasInAlias)
    problems.gap(
      `line ${conversion.lineAt(node.range?.[0] ?? 0)}`,
      'the aliases stand for more than may be read; what they stand for is left out',
    )
  return value
}

function toFields(conversion: Conversion, node: YAMLMap, depth: number): Fields {
  const line = conversion.lineAt(node.range?.[0] ?? 0)
  const fields = new Map<string, unknown>()
  for (const { key, value } of node.items) {
    const name: unknown = isScalar(key) ? key.value : undefined
    if (typeof name !== 'string' || fields.has(name))
      conversion.reading.problems.lost(
        `line ${line}`,
        'a key is no text, or stands twice in one object; the first is kept',
      )
    else fields.set(name, toPlain(conversion, value, depth + 1))
  }
  const plain = Object.fromEntries(fields)
  conversion.lines.set(plain, line)
  return plain
}

function withoutNumbers(tags: Tags): Tags {
  return tags.filter((tag) => typeof tag === 'string' || !numberTags.has((tag as ScalarTag).tag))
}

const numberTags: ReadonlySet<string> = new Set(['tag:yaml.org,2002:int', 'tag:yaml.org,2002:float'])
