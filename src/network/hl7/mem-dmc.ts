import type { Observation } from '../../model/index.ts'
import { Notebook } from '../engine/notebook.ts'
import type { SourceProgress } from '../source.ts'
import { MessageCutter } from './listener.ts'
import type { Hl7Message } from './message.ts'
import { tellMessage } from './tell-message.ts'

/** The longest message that is looked at; reports of devices stay below 100 KiB. */
export const maxMemDmcBytes = 1024 * 1024

/**
 * IHE PCD-15, Report Device Management Information: what MSH-21 says in messages of makers, by name or by number. The second number is seen in one
 * maker's simulator.
 */
const profiles = ['IHE_PCD_015', '1.3.6.1.4.1.19376.1.6.1.15.1', '1.3.6.1.4.1.19376.1.6.4.15']

export interface MemDmcGiven {
  readonly now: Date
  /** Of the sender. */
  readonly ip: string
  /** That it was received on. */
  readonly port: number
  /** A number that no other answer bears. */
  readonly answerId: string
}

/** `accepted` and `rejected` are what to answer with; `failed` is, for a message that was good and could not be kept. */
export type MemDmcReceived =
  | {
      readonly is: 'accepted'
      readonly observations: readonly Observation[]
      readonly dropped: SourceProgress['dropped']
      readonly answer: Uint8Array
      readonly failed: Uint8Array
    }
  | { readonly is: 'rejected'; readonly because: string; readonly answer: Uint8Array }

/**
 * Reads one message that an MLLP receiver was given, without its frame. Only device management reports (MEM-DMC) are taken; everything else is
 * answered with AR, so that no feed of results or alarms takes this for its receiver. Answers are those of the original mode (HL7 v2.9 §2.9.2.2).
 */
export function receiveMemDmc(bytes: Uint8Array, given: MemDmcGiven): MemDmcReceived {
  const messages: Hl7Message[] = []
  const notebook = new Notebook({ seenAt: given.now.getTime(), number: 1 }, 'message')
  const notes = notebook.notesOf('hl7')
  const cutter = new MessageCutter((message, dropped) => {
    if (message !== undefined && messages.length < 2) messages.push(message)
    for (const [kind, count] of Object.entries(dropped)) notes.drop(kind as keyof typeof dropped, count)
  })
  cutter.take(bytes)
  cutter.end()
  const [message, second] = messages
  const refusal = refusalOf(message, second)
  if (message === undefined || refusal !== undefined) {
    const because = refusal ?? nothing
    return { is: 'rejected', because: because.text, answer: answerTo(message, given, { code: 'AR', error: because }) }
  }
  const carrier = { seenAt: given.now.getTime(), source: { ip: given.ip }, destination: { port: given.port } }
  tellMessage(
    { ...message, receivingApplication: nobody, receivingFacility: nobody },
    { side: 'client', carrier, notes },
  )
  const { observations } = notebook.takeBatch()
  return {
    is: 'accepted',
    observations,
    dropped: notebook.dropped,
    answer: answerTo(message, given, { code: 'AA' }),
    failed: answerTo(message, given, { code: 'AE', error: notKept }),
  }
}

/** The answer to what is too long or no message at all. */
export function rejectUnread(given: MemDmcGiven): Uint8Array {
  return answerTo(undefined, given, { code: 'AR', error: nothing })
}

const nobody = { name: '', id: '', idType: '' }

/** HL7 table 0357. */
interface Refusal {
  readonly code: string
  readonly meaning: string
  /** The place: segment, sequence, field. */
  readonly place: string
  /** For whoever reads the sender's log. */
  readonly text: string
}

const nothing: Refusal = {
  code: '100',
  meaning: 'Segment sequence error',
  place: 'MSH^1',
  text: 'no HL7 message with a header was found, or it is too long',
}
const notKept: Refusal = {
  code: '207',
  meaning: 'Application error',
  place: 'MSH^1',
  text: 'the report could not be stored; send it again later',
}

function refusalOf(message: Hl7Message | undefined, second: Hl7Message | undefined): Refusal | undefined {
  if (message === undefined || second !== undefined) return nothing
  const [type = '', event] = message.type.split('^')
  const only = 'only device management reports (IHE PCD-15, MEM-DMC: ORU^R01 with MSH-21 IHE_PCD_015) are taken here'
  if (type !== 'ORU') return { code: '200', meaning: 'Unsupported message type', place: 'MSH^1^9', text: only }
  if (event !== 'R01') return { code: '201', meaning: 'Unsupported event code', place: 'MSH^1^9', text: only }
  if (message.profiles.some(({ name, id }) => profiles.includes(name) || profiles.includes(id))) return undefined
  return { code: '200', meaning: 'Unsupported message type', place: 'MSH^1^21', text: only }
}

interface Outcome {
  readonly code: 'AA' | 'AE' | 'AR'
  readonly error?: Refusal
}

/** MSH, MSA and, where there is something to say, ERR (§2.14.5), in the frame of MLLP. */
function answerTo(
  message: Hl7Message | undefined,
  { now, answerId }: MemDmcGiven,
  { code, error }: Outcome,
): Uint8Array {
  const version = message?.version ?? ''
  const sender = [message?.receivingApplication, message?.receivingFacility, message?.application, message?.facility]
  const [application, facility, ...receiver] = sender.map((part = nobody) => hd(part))
  const header = [
    'MSH|^~\\&',
    application === '' ? 'AUSCULT' : application,
    facility,
    ...receiver,
    now.toISOString().replace(/[-:T]|\..*/g, '') + '+0000',
    '',
    ['ACK', escaped(message?.type.split('^')[1] ?? ''), 'ACK'].join('^'),
    escaped(answerId),
    escaped(message?.processingId ?? '') || 'P',
    escaped(version) || '2.6',
    '|||||UNICODE UTF-8',
  ]
  const segments = [header.join('|'), `MSA|${code}|${escaped(message?.controlId ?? '')}`]
  if (error !== undefined)
    segments.push(`ERR||${error.place}|${error.code}^${error.meaning}^HL70357|E||||${escaped(error.text)}`)
  return Buffer.from(`\u000b${segments.join('\r')}\r\u001c\r`)
}

function hd({ name, id, idType }: { readonly name: string; readonly id: string; readonly idType: string }): string {
  return [name, id, idType].map(escaped).join('^').replace(/\^+$/, '')
}

/** §2.7; control characters have no place in a segment. */
function escaped(text: string): string {
  return text
    .slice(0, 256)
    .replace(/[\u0000-\u001f\u007f]/g, '')
    .replace(/[\\|^&~]/g, (delimiter) => `\\${escapes[delimiter] ?? ''}\\`)
}

const escapes: Readonly<Record<string, string | undefined>> = { '\\': 'E', '|': 'F', '^': 'S', '&': 'T', '~': 'R' }
