import { workbookLimits } from './limits.ts'
import type { WorkbookLimits } from './limits.ts'
import { toNumberFormat } from './number-formats.ts'
import type { NumberFormat } from './number-formats.ts'
import { faultWords, readPart } from './parts.ts'
import type { Parts, WorkbookProblems } from './parts.ts'
import { readSheet } from './sheet.ts'
import type { Row, Shared } from './sheet.ts'
import { directoryOf } from './zip.ts'

export type { WorkbookProblems } from './parts.ts'
export type { Row } from './sheet.ts'
export { directoryOf, unpack } from './zip.ts'

/** One sheet of a workbook, also a hidden one; only rows that hold something, in the order of the file. */
export interface Sheet {
  readonly name: string
  readonly rows: readonly Row[]
}

/**
 * The sheets of an Excel workbook (.xlsx, .xlsm; ECMA-376 Part 1) as rows of texts: shared and inline texts, numbers and dates as their
 * cells show them, formulas by their last result, which is never computed anew. Pictures, macros and links are not looked at.
 * Undefined when the archive cannot be opened. Never throws: what is wrong goes to `problems`, by sheet and row.
 */
export function readWorkbook(
  problems: WorkbookProblems,
  bytes: Uint8Array,
  limits: WorkbookLimits = workbookLimits,
): readonly Sheet[] | undefined {
  const entries = directoryOf(bytes, limits.entries)
  if (typeof entries === 'string') {
    problems.broke('/', faultWords[entries])
    return undefined
  }
  const parts: Parts = { entries, budget: { left: limits.unpackedBytes, elements: limits.elements }, problems }
  const main = relationsOf(parts, '').find(({ type }) => type === 'officeDocument')?.target ?? 'xl/workbook.xml'
  const relations = relationsOf(parts, main)
  const { sheets, startsIn1904 } = readMain(parts, main, limits)
  if (sheets.length > limits.sheets)
    problems.gap(main, `the workbook has more than ${limits.sheets} sheets; the others are left out`)
  const partOf = (type: string): string => relations.find((relation) => relation.type === type)?.target ?? ''
  const shared: Shared = {
    texts: readTexts(parts, partOf('sharedStrings'), limits),
    formats: readFormats(parts, partOf('styles')),
    startsIn1904,
    limits,
    room: { cells: limits.cells },
  }
  return sheets.slice(0, limits.sheets).flatMap(({ name, id }) => {
    const relation = relations.find((one) => one.id === id)
    // A sheet that is only a chart holds no cells.
    if (relation !== undefined && relation.type !== 'worksheet') return []
    return [{ name, rows: readSheet(parts, shared, { part: relation?.target ?? '', name }) }]
  })
}

/** True when an archive holds a workbook: cheap, and without unpacking anything. */
export function isWorkbook(bytes: Uint8Array): boolean {
  const entries = directoryOf(bytes, workbookLimits.entries)
  return typeof entries !== 'string' && entries.has('[Content_Types].xml') && entries.has('xl/workbook.xml')
}

interface Relation {
  readonly id: string
  /** The last word of its URI, the same in strict and transitional workbooks. */
  readonly type: string
  /** Name of the part from the root of the archive. */
  readonly target: string
}

/** More than Excel itself allows; beyond, a part is nothing that a spreadsheet program wrote. */
const mostRelations = 10_000
const mostStyles = 65_536

/** What a part leads to; '' is the archive itself (ECMA-376-2 §8.3). */
function relationsOf(parts: Parts, part: string): readonly Relation[] {
  const relations: Relation[] = []
  const slash = part.lastIndexOf('/') + 1
  const folder = part.slice(0, slash)
  readPart(parts, `${folder}_rels/${part.slice(slash)}.rels`, {
    onOpen: (name, attributes) => {
      if (name !== 'Relationship' || attributes['TargetMode'] === 'External') return
      const target = attributes['Target'] ?? ''
      relations.push({
        id: attributes['Id'] ?? '',
        type: (attributes['Type'] ?? '').replace(/^.*\//, ''),
        target: URL.parse(target, `file:///${folder}`)?.pathname.slice(1) ?? '',
      })
    },
    isDone: () => relations.length >= mostRelations,
  })
  return relations
}

function readMain(
  parts: Parts,
  part: string,
  limits: WorkbookLimits,
): { sheets: { name: string; id: string }[]; startsIn1904: boolean } {
  const sheets: { name: string; id: string }[] = []
  let startsIn1904 = false
  const isThere = readPart(parts, part, {
    onOpen: (name, attributes) => {
      if (name === 'workbookPr') startsIn1904 = /^(?:1|true)$/.test(attributes['date1904'] ?? '')
      if (name !== 'sheet') return
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1]
      sheets.push({ name: attributes['name'] ?? '', id: id ?? '' })
    },
    isDone: () => sheets.length > limits.sheets,
  })
  if (!isThere) parts.problems.broke(part, 'the archive holds no list of sheets; save the workbook again as .xlsx')
  return { sheets, startsIn1904 }
}

/** Texts that cells share, in order. How to pronounce one (`rPh`) is not part of it. */
function readTexts(parts: Parts, part: string, limits: WorkbookLimits): readonly string[] {
  const texts: string[] = []
  const draft = { text: '', taking: false, inPhonetic: false, left: limits.sharedLength, isFull: false }
  readPart(parts, part, {
    onOpen: (name) => {
      if (name === 'si') draft.text = ''
      else if (name === 'rPh') draft.inPhonetic = true
      else if (name === 't') draft.taking = !draft.inPhonetic
    },
    onText: (text) => {
      if (draft.taking && draft.text.length <= limits.cellLength) draft.text += text
    },
    onClose: (name) => {
      if (name === 't') draft.taking = false
      else if (name === 'rPh') draft.inPhonetic = false
      else if (name === 'si') {
        texts.push(draft.text)
        draft.left -= draft.text.length
        draft.isFull = draft.left < 0 || texts.length >= limits.sharedTexts
      }
    },
    isDone: () => draft.isFull,
  })
  if (draft.isFull) parts.problems.gap(part, 'the workbook holds more texts than may be read; the others are left out')
  return texts
}

/** How each style shows numbers, by its position (ECMA-376-1 §18.8.10). */
function readFormats(parts: Parts, part: string): readonly NumberFormat[] {
  const codes = new Map<number, string>()
  const formats: NumberFormat[] = []
  let inCellStyles = false
  readPart(parts, part, {
    onOpen: (name, attributes) => {
      if (name === 'numFmt') codes.set(Number(attributes['numFmtId']), attributes['formatCode'] ?? '')
      else if (name === 'cellXfs') inCellStyles = true
      else if (name === 'xf' && inCellStyles) {
        const id = Number(attributes['numFmtId'] ?? 0)
        formats.push(toNumberFormat(id, codes.get(id)))
      }
    },
    onClose: (name) => {
      if (name === 'cellXfs') inCellStyles = false
    },
    isDone: () => formats.length >= mostStyles || codes.size >= mostStyles,
  })
  return formats
}
