import { SaxesParser } from 'saxes'

const maxDepth = 64
const maxBytes = 8_388_608
const maxAttributes = 100
/** Of one element; nothing that is kept is longer. */
const maxText = 4096
const pieceBytes = 16_384

/** What happens while a document is read. Names are local: prefixes differ from sender to sender. `path` names the open elements, outermost first. */
export interface XmlListener {
  readonly onOpen: (path: readonly string[], attributes: ReadonlyMap<string, string>) => void
  /** With the element's own text, without its children's, at most 4096 characters. */
  readonly onClose: (path: readonly string[], text: string) => void
}

export interface XmlReader {
  /** `broken`: no XML, or more than is read; what came before was told, nothing after it will be. */
  readonly take: (bytes: Uint8Array) => 'more' | 'broken'
}

/** Reads UTF-8 XML as it comes. A document type, and with it every entity of one's own, breaks the reading; so does depth, size or a fault. */
export function xmlReader(listener: XmlListener): XmlReader {
  const parser = new SaxesParser()
  const decoder = new TextDecoder()
  const path: string[] = []
  const texts: string[] = []
  let bytesTaken = 0
  let attributes = 0
  const reading = { isBroken: false }
  const breakOff = (): void => void (reading.isBroken = true)
  const addText = (text: string): void => {
    const own = texts.at(-1)
    if (own !== undefined && own.length < maxText) texts[texts.length - 1] = (own + text).slice(0, maxText)
  }
  parser.on('error', breakOff)
  parser.on('doctype', breakOff)
  parser.on('text', addText)
  parser.on('cdata', addText)
  parser.on('opentagstart', () => void (attributes = 0))
  parser.on('attribute', () => {
    attributes += 1
    if (attributes > maxAttributes) breakOff()
  })
  parser.on('opentag', ({ name, attributes: given }) => {
    if (reading.isBroken || path.length >= maxDepth) return breakOff()
    path.push(local(name))
    texts.push('')
    listener.onOpen(path, new Map(Object.entries(given).map(([key, value]) => [local(key), value])))
  })
  parser.on('closetag', () => {
    const text = texts.pop() ?? ''
    if (!reading.isBroken) listener.onClose(path, text.trim())
    path.pop()
  })
  return {
    take(bytes) {
      for (let at = 0; at < bytes.length && !reading.isBroken; at += pieceBytes) {
        const piece = bytes.subarray(at, at + pieceBytes)
        bytesTaken += piece.length
        if (bytesTaken > maxBytes) breakOff()
        else parser.write(decoder.decode(piece, { stream: true }))
      }
      return reading.isBroken ? 'broken' : 'more'
    },
  }
}

function local(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}
