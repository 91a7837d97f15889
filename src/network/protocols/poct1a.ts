import { lastingSides } from '../conversation.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { Endpoint, Notes, StreamProtocol } from '../protocol.ts'

/** A greeting of real analysers stays below 2 KiB. */
const maxGreeting = 16 * 1024
const begin = '<HEL.R01'
const end = '</HEL.R01>'
const result = '<OBS.R01'

/**
 * Analysers at the bedside: the greeting (HEL.R01) names the device; results (OBS.R01) and operators are never looked at. Field names as makers'
 * interface descriptions give them; the standard itself was not at hand [K].
 */
export const poct1a: StreamProtocol = {
  id: 'poct1a',
  name: 'POCT1-A',
  source: 'CLSI POCT1-A2, device messaging layer: HEL.R01, DEV',
  secrecy: 'clear',
  over: 'stream',
  ports: [],
  recognises,
  begin: ({ source, destination }, notes) =>
    lastingSides({ client: new Greeting(source, notes), server: new Greeting(destination, notes) }),
}

function recognises(bytes: Uint8Array): 'yes' | 'no' | 'more' {
  const text = Buffer.from(bytes)
    .toString('latin1')
    .replace(/^\ufeff|^ï»¿/, '')
    .trimStart()
  if (text.startsWith('<HEL.R01')) return 'yes'
  if (begin.startsWith(text)) return 'more'
  // A declaration may come first; what follows it decides.
  if (!text.startsWith('<?xml') && !'<?xml'.startsWith(text) && !text.startsWith('<!')) return 'no'
  const at = text.search(/<[A-Z]{3}\.R\d\d/)
  if (at >= 0) return text.startsWith(begin, at) ? 'yes' : 'no'
  return bytes.length < 512 ? 'more' : 'no'
}

/** What one side says: waits for a greeting, and holds nothing else. */
class Greeting {
  private held = ''
  private readonly speaker: Endpoint
  private readonly notes: Notes

  constructor(speaker: Endpoint, notes: Notes) {
    this.speaker = speaker
    this.notes = notes
  }

  take(bytes: Uint8Array): void {
    this.held += Buffer.from(bytes).toString('latin1')
    for (;;) {
      const from = this.held.indexOf(begin)
      if (from === -1) {
        this.passOver(this.held)
        return
      }
      const to = this.held.indexOf(end, from)
      if (to === -1) break
      this.count(this.held.slice(0, from))
      tellGreeting(this.held.slice(from, to), this.speaker, this.notes)
      this.held = this.held.slice(to + end.length)
    }
    if (this.held.length <= maxGreeting) return
    this.notes.malformed()
    this.gap()
  }

  gap(): void {
    this.held = ''
  }

  /** Keeps only what may be the first letters of a greeting, or of a result. */
  private passOver(text: string): void {
    this.count(text)
    this.held = text.slice(1 - begin.length)
  }

  private count(text: string): void {
    const results = text.split(result).length - 1
    if (results > 0) this.notes.drop('result', results)
  }
}

function tellGreeting(greeting: string, speaker: Endpoint, notes: Notes): void {
  const fields = new Map<string, string>()
  for (const [, name = '', value = ''] of greeting.matchAll(/<DEV\.([a-z_]{1,40})\s+V\s*=\s*"([^"<]{0,512})"/g))
    if (!fields.has(name)) fields.set(name, textOfAttribute(value))
  const maker = fields.get('manufacturer_name')
  notes.tell({
    subject: subjectOf(speaker),
    facts: factsOf({
      maker: maker === undefined || maker === '' ? fields.get('vendor_id') : maker,
      model: fields.get('model_id') || fields.get('device_name'),
      serial: fields.get('serial_id'),
      softwareVersion: fields.get('sw_version'),
      hardwareVersion: fields.get('hw_version'),
      deviceIdentifier: fields.get('device_id'),
    }),
    confidence: 'explicit',
  })
}

/** UTF-8, with the five entities that XML has of itself. */
function textOfAttribute(latin1: string): string {
  const text = Buffer.from(latin1, 'latin1').toString('utf8')
  return text.replace(/&(?:amp|lt|gt|quot|apos);/g, (entity) => entities[entity] ?? entity)
}

const entities: Readonly<Record<string, string | undefined>> = {
  '&amp;': '&',
  '&lt;': '<',
  '&gt;': '>',
  '&quot;': '"',
  '&apos;': "'",
}
