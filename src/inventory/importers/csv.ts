import { headerCandidates, readRecords } from '../../tables/index.ts'
import type { HeaderCandidate, TextLine } from '../../tables/index.ts'
import { findLayout } from '../columns.ts'
import { foreignBecause } from '../foreign.ts'
import type { AssetImporter, AssetList, AssetProblem, ReadOptions, Refusal } from '../importer.ts'
import { hintsOf, maxTitleLines, readBelow, orRefusal } from '../list-lines.ts'
import { detectEncoding, readLines } from '../text-lines.ts'
import type { TextEncoding } from '../text-lines.ts'

const headLines = 100
const separators = [';', ',', '\t'] as const

/** Delimited text as spreadsheets and maintenance software export it. It takes whatever is known to be nothing else. */
export const csv: AssetImporter = {
  id: 'csv',
  source: 'https://www.rfc-editor.org/rfc/rfc4180',
  recognises: (bytes) => foreignBecause(bytes) === undefined,
  read,
}

async function read(bytes: Uint8Array, options: ReadOptions): Promise<AssetList | Refusal> {
  const encoding = detectEncoding(bytes)
  const head = [...readLines(bytes, encoding).take(headLines)]
  const hints = hintsOf(options)
  const candidates = (): Iterable<HeaderCandidate> => headerCandidates(head, { separators, lastLine: maxTitleLines })
  const layout = orRefusal(findLayout(candidates, hints), hints)
  if ('is' in layout) return layout
  const { separator, line } = layout.header
  const records = readRecords(linesBelow(readLines(bytes, encoding), line), separator)
  const problems: AssetProblem[] = encoding.isDamaged ? [{ message: damagedText(encoding) }] : []
  const below = await readBelow({ layout, records, problems }, options)
  return 'is' in below ? below : { is: 'list', encoding: encoding.name, separator, ...below }
}

function* linesBelow(lines: Iterable<TextLine>, headerLine: number): Generator<TextLine> {
  for (const line of lines) if (line.number > headerLine) yield line
}

function damagedText({ name }: TextEncoding): string {
  return `some characters are not ${name} and show as \ufffd; export the list again as UTF-8 if they matter`
}
