import type { getDocumentProxy } from 'unpdf'
import { toLines } from './lines.ts'
import type { PlacedWord, TextLine } from './lines.ts'

/** What one PDF may ask of the machine, besides the time and memory that its thread is given. */
export interface PdfLimits {
  readonly sizeBytes: number
  /** A white paper has some dozens. */
  readonly pages: number
  /** Pieces of text of all pages together. */
  readonly words: number
  /** Pages in a row that cannot be opened, before the others are given up: a page tree may promise a billion. */
  readonly faultyPages: number
}

const pdfLimits: PdfLimits = { sizeBytes: 64 * 1024 * 1024, pages: 500, words: 400_000, faultyPages: 20 }

/** The texts of a PDF with where they stand. */
export interface PdfText {
  readonly lines: readonly TextLine[]
  readonly pages: number
  /** What could not be read, in words for a person. */
  readonly faults: readonly string[]
}

export type PdfReading = PdfText | { readonly because: string }

/** True when the bytes are a PDF (ISO 32000-2 §7.5.2: its mark stands in the first 1,024 bytes). */
export function isPdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, bytes.byteOffset, Math.min(bytes.length, 1024)).includes('%PDF-')
}

/** Nothing is run, fetched, drawn or looked up on the machine: text and its places are all that is asked. */
const careful = {
  verbosity: 0,
  stopAtErrors: false,
  isEvalSupported: false,
  enableXfa: false,
  disableFontFace: true,
  useSystemFonts: false,
  useWorkerFetch: false,
  useWasm: false,
  disableAutoFetch: true,
  disableRange: true,
  disableStream: true,
  maxImageSize: 1,
  standardFontDataUrl: undefined,
  cMapUrl: undefined,
}

/**
 * Reads the texts of a PDF. Belongs in a thread of its own with limits of time and memory, since what a PDF unpacks to shows only on the
 * way. Never rejects for what the file holds.
 */
export async function readPdf(bytes: Uint8Array, limits: PdfLimits = pdfLimits): Promise<PdfReading> {
  if (bytes.length > limits.sizeBytes)
    return { because: `the PDF is larger than ${limits.sizeBytes} bytes; cut out the pages with the table` }
  try {
    const pdf = await import('unpdf')
    const document = await pdf.getDocumentProxy(Uint8Array.from(bytes), careful)
    try {
      return await textOf(document, limits)
    } finally {
      await document.loadingTask.destroy()
    }
  } catch (error) {
    return { because: becauseOf(error) }
  }
}

type Document = Awaited<ReturnType<typeof getDocumentProxy>>

function becauseOf(error: unknown): string {
  const name = error instanceof Error ? error.name : ''
  if (name === 'PasswordException') return 'the PDF is protected by a password; ask the maker for one that is not'
  return 'the PDF is damaged or no PDF at all; ask the maker for it again, or for the list as CSV'
}

async function textOf(document: Document, limits: PdfLimits): Promise<PdfText> {
  const lines: TextLine[] = []
  const faults: string[] = []
  let [words, inARow] = [0, 0]
  const pages = Math.min(document.numPages, limits.pages)
  if (document.numPages > pages)
    faults.push(
      `the PDF has ${document.numPages} pages; only the first ${pages} are read, cut out those with the table`,
    )
  for (let number = 1; number <= pages && inARow < limits.faultyPages; number += 1) {
    const found = await wordsOf(document, number).catch(() => undefined)
    inARow = found === undefined ? inARow + 1 : 0
    if (found === undefined) faults.push(`page ${number} cannot be read`)
    words += found?.length ?? 0
    if (words > limits.words) {
      faults.push(`the PDF holds more than ${limits.words} pieces of text; from page ${number} on nothing is read`)
      break
    }
    lines.push(...toLines(number, found ?? []))
  }
  return { lines, pages, faults: faults.slice(0, 50) }
}

/** The words of a page, measured from its upper left corner as it is looked at. */
async function wordsOf(document: Document, number: number): Promise<PlacedWord[]> {
  const page = await document.getPage(number)
  const { items } = await page.getTextContent()
  const [a = 1, b = 0, c = 0, d = -1, e = 0, f = 0] = page.getViewport({ scale: 1 }).transform
  const words = items.flatMap((item): PlacedWord[] => {
    if (!('str' in item) || item.str.trim() === '') return []
    const [ta = 0, tb = 0, tc = 0, td = 0, x = 0, y = 0] = item.transform as number[]
    const [right, down] = [a * ta + c * tb, b * ta + d * tb]
    const isLevel = Math.abs(right) > Math.abs(down) && right > 0
    const size = Math.hypot(tc, td)
    if (!isLevel || !(size > 0) || ![x, y, item.width].every(Number.isFinite)) return []
    return [{ x: a * x + c * y + e, y: b * x + d * y + f, width: item.width, size, text: item.str.slice(0, 4_000) }]
  })
  page.cleanup()
  return words
}
