import { decode } from '../decode.ts'
import type { Reading } from '../fields.ts'
import { directoryOf, unpack } from '../../tables/index.ts'

/** A catalogue of tags has some hundred; what they unpack to together is bounded by the size of a document. */
const mostFiles = 5_000

/** The SWID tags of a zip archive as one text, one after the other; undefined when it holds none. What is no tag is counted. */
export function tagsInArchive(reading: Reading, bytes: Uint8Array): string | undefined {
  const entries = directoryOf(bytes, mostFiles)
  if (typeof entries === 'string') return undefined
  const budget = { left: reading.limits.sizeBytes }
  const texts: string[] = []
  let others = 0
  for (const [name, entry] of entries) {
    if (name.endsWith('/')) continue
    if (!/\.(?:swidtag|swid|xml)$/i.test(name)) {
      others += 1
      continue
    }
    const pieces: Uint8Array[] = []
    const fault = unpack(entry, budget, (piece) => pieces.push(Uint8Array.from(piece)) > 0)
    const text = fault === undefined ? decode(reading, Buffer.concat(pieces)) : undefined
    if (fault !== undefined)
      reading.problems.gap('/', `${name.slice(0, 200)} in the archive cannot be unpacked; add it as a file of its own`)
    const tag = text === undefined ? undefined : tagIn(text)
    if (tag !== undefined) texts.push(tag)
    else if (fault === undefined) others += 1
  }
  if (texts.length === 0) return undefined
  if (others > 0)
    reading.problems.gap('/', `${others} files of the archive are no SWID tags and are not read; add them one by one`)
  return texts.join('\n')
}

const rootTag = /<(?:[\w.-]+:)?SoftwareIdentity[\s/>]/
const endTag = /<\/(?:[\w.-]+:)?SoftwareIdentity\s*>/g

/** The document up to the end of its last tag; undefined when it is none. */
function tagIn(text: string): string | undefined {
  if (!rootTag.test(text.slice(0, 64 * 1024))) return undefined
  const end = [...text.matchAll(endTag)].at(-1)
  return end === undefined ? text : text.slice(0, end.index + end[0].length)
}
