import { SaxesParser } from 'saxes'
import type { SaxesTagPlain } from 'saxes'
import { unpack } from './zip.ts'
import type { ZipEntry, ZipFault } from './zip.ts'

/** Where to tell what is wrong with a workbook, by sheet and row. */
export interface WorkbookProblems {
  /** One cell is lost, or a part of it. */
  readonly lost: (place: string, message: string) => void
  /** Rows or columns are left out. */
  readonly gap: (place: string, message: string) => void
  /** The workbook breaks off here or cannot be read. */
  readonly broke: (place: string, message: string) => void
}

/** What the whole workbook may still cost. */
interface Budget {
  /** Unpacked bytes. */
  left: number
  elements: number
}

/** The files of a workbook, and what may still be unpacked of them. */
export interface Parts {
  readonly entries: ReadonlyMap<string, ZipEntry>
  readonly budget: Budget
  readonly problems: WorkbookProblems
}

/** What a part says while it is read, element by element. Names are local: strict and transitional workbooks differ in namespaces alone. */
export interface Listener {
  readonly onOpen: (name: string, attributes: Readonly<Record<string, string>>) => void
  readonly onText?: (text: string) => void
  readonly onClose?: (name: string) => void
  /** Takes out of a piece of text, which ends before a tag, what is not worth the parser's time. */
  readonly skim?: (text: string) => string
  /** True once nothing more is wanted of the part. */
  readonly isDone?: () => boolean
}

/** No element of a workbook is nested deeper, and none has more attributes. */
const deepest = 64
const mostAttributes = 200

/** Reads one part, named from the root of the archive; false when there is none. Faults become problems, and what was read before stands. */
export function readPart({ entries, budget, problems }: Parts, name: string, listener: Listener): boolean {
  const entry = entries.get(name)
  if (entry === undefined) return false
  const state: State = { depth: 0, attributes: 0, fault: undefined, budget }
  const parser = listeningParser(state, listener)
  const decoder = new TextDecoder()
  let rest = ''
  const isOpen = (): boolean => state.fault === undefined && listener.isDone?.() !== true
  const fault = unpack(entry, budget, (piece) => {
    const text = rest + decoder.decode(piece, { stream: true })
    const end = startOfLastTag(text)
    rest = text.slice(end)
    parser.write(listener.skim?.(text.slice(0, end)) ?? text.slice(0, end))
    return isOpen()
  })
  if (isOpen()) parser.write(rest)
  if (isOpen() && fault === undefined) parser.close()
  const because = fault === undefined ? state.fault : faultWords[fault]
  if (because !== undefined) problems.broke(name, `${because}; what stands before is kept, the rest is lost`)
  return true
}

/** Where to cut a piece so that no tag is cut, unless one is longer than any that is worth waiting for. */
function startOfLastTag(text: string): number {
  const start = text.lastIndexOf('<')
  return start === -1 || text.length - start > 64 * 1024 ? text.length : start
}

interface State {
  readonly budget: Budget
  depth: number
  /** Of the element whose tag is being read. */
  attributes: number
  fault: string | undefined
}

function listeningParser(state: State, { onOpen, onText, onClose }: Listener): SaxesParser {
  const parser = new SaxesParser()
  const stop = (fault: string): void => {
    state.fault ??= fault
  }
  parser.on('doctype', () => stop('this part of the workbook declares a DOCTYPE, which no spreadsheet program writes'))
  parser.on('error', ({ message }) => stop(`this part of the workbook is malformed (${message.slice(0, 200)})`))
  parser.on('opentagstart', () => {
    state.attributes = 0
    state.depth += 1
    state.budget.elements -= 1
    if (state.budget.elements < 0)
      stop('the workbook holds more than may be read; split it, or ask for one list per device model')
    if (state.depth > deepest) stop(`elements of this part are nested deeper than ${deepest} levels`)
  })
  parser.on('attribute', () => {
    state.attributes += 1
    if (state.attributes > mostAttributes) stop(`an element of this part has more than ${mostAttributes} attributes`)
  })
  parser.on('opentag', ({ name, attributes }: SaxesTagPlain) => {
    if (state.fault === undefined) onOpen(localOf(name), attributes)
  })
  parser.on('closetag', ({ name }) => {
    state.depth -= 1
    if (state.fault === undefined) onClose?.(localOf(name))
  })
  if (onText === undefined) return parser
  const onTextNow = (text: string): void => {
    if (state.fault === undefined) onText(text)
  }
  parser.on('text', onTextNow)
  parser.on('cdata', onTextNow)
  return parser
}

function localOf(name: string): string {
  const colon = name.indexOf(':')
  return colon === -1 ? name : name.slice(colon + 1)
}

/** What a fault of the archive means to a person. */
export const faultWords: Readonly<Record<ZipFault, string>> = {
  noDirectory: 'the archive has no directory at its end, so it is damaged or cut short; ask for the file again',
  tooManyEntries: 'the archive holds more files than any workbook',
  encrypted: 'the workbook is protected by a password; save it without one',
  method: 'a part is packed in a way that spreadsheet programs do not use; save the workbook again as .xlsx',
  damaged: 'a part of the workbook is damaged: it does not unpack, or its checksum does not fit',
  tooLarge: 'the workbook unpacks to more than may be read; split it, or ask for one list per device model',
}
