import pg from 'pg'

type Parser = (text: string) => unknown

const { INT8, TIMESTAMPTZ } = pg.types.builtins
const INT8_ARRAY = 1016
const TEXT_ARRAY = 1009
const TIMESTAMPTZ_ARRAY = 1185
const DATE = 1082

/** `bigint` as a number; beyond 2^53 as a BigInt, never rounded. */
function toInteger(text: string): number | bigint {
  const number = Number(text)
  return Number.isSafeInteger(number) ? number : BigInt(text)
}

/** `timestamptz` as ISO 8601 text in UTC, microseconds kept; `infinity` stays a word. Sessions run in UTC with ISO dates. */
export function toIsoTime(text: string): string {
  return text.replace(' ', 'T').replace(/\+00$/, 'Z')
}

function toArray(toElement: Parser): Parser {
  const parse: Parser = defaultParser(TEXT_ARRAY)
  return (text) => (parse(text) as readonly (string | null)[]).map((each) => (each === null ? null : toElement(each)))
}

/** pg's own parser; its type lists only some of the numbers that a server may send. */
function defaultParser(id: number): Parser {
  const parserOf = pg.types.getTypeParser as (id: number, format: 'text') => Parser
  return parserOf(id, 'text')
}

const parsers: ReadonlyMap<number, Parser> = new Map<number, Parser>([
  [INT8, toInteger],
  [INT8_ARRAY, toArray(toInteger)],
  [TIMESTAMPTZ, toIsoTime],
  [TIMESTAMPTZ_ARRAY, toArray(toIsoTime)],
  [DATE, (text) => text],
])

/** How columns become values in every connection of the store: bytea is a Buffer, numeric is text, json is parsed. */
export const columnTypes: pg.CustomTypesConfig = {
  getTypeParser: (id: number, format?: 'text' | 'binary') =>
    (format === 'binary' ? undefined : parsers.get(id)) ?? defaultParser(id),
}
