import { tellProducts } from '../banner.ts'
import { twoSides } from '../conversation.ts'
import { Cursor } from '../cursor.ts'
import { factsOf, subjectOf } from '../facts.ts'
import { frameReader } from '../framing.ts'
import type { SideReader, Wish } from '../framing.ts'
import { readNtlm, tellNtlm } from '../smb/ntlm.ts'
import { readSmb1Setup } from '../smb/smb1.ts'
import { readSmb2 } from '../smb/smb2.ts'
import type { Endpoint, Notes, StreamProtocol } from '../protocol.ts'

const sessionMessage = 0x00
const sessionRequest = 0x81
const maxFrame = 16_384
const maxFrames = 24

interface Speaker {
  readonly endpoint: Endpoint
  readonly notes: Notes
}

/** The computer's name, its domain and the build of its system, from the setting up of a session. Users, shares and files are never read. */
export const smb: StreamProtocol = {
  over: 'stream',
  id: 'smb',
  name: 'SMB',
  source: 'MS-SMB2 §2.2.1–2.2.6; MS-CIFS §2.2.4.53; MS-NLMP §2.2; RFC 1002 §4.3',
  secrecy: 'mixed',
  ports: [445, 139],
  recognises(bytes, _from, carrier) {
    if (bytes.length < 4) return bytes[0] === sessionMessage || bytes[0] === sessionRequest ? 'more' : 'no'
    if (bytes[0] === sessionRequest) return carrier.destination.port === 139 ? 'yes' : 'no'
    if (bytes[0] !== sessionMessage) return 'no'
    if (bytes.length < 8) return 'more'
    return isSmb(bytes.subarray(4)) ? 'yes' : 'no'
  },
  begin: ({ source, destination }, notes) =>
    twoSides({ client: frames({ endpoint: source, notes }), server: frames({ endpoint: destination, notes }) }),
}

function isSmb(bytes: Uint8Array): boolean {
  return bytes[0] !== undefined && bytes[0] >= 0xfd && bytes[1] === 0x53 && bytes[2] === 0x4d && bytes[3] === 0x42
}

function frames(speaker: Speaker): SideReader {
  const lengthOf = (header: Uint8Array): number | undefined => {
    const cursor = new Cursor(header)
    const type = cursor.u8()
    const length = cursor.u24()
    return type === sessionMessage || (type >= sessionRequest && type <= 0x85) ? length + 4 : undefined
  }
  return frameReader({ headerLength: 4, lengthOf, maxFrame, maxFrames }, (frame) => {
    if (frame[0] !== sessionMessage) return 'more'
    const message = frame.subarray(4)
    if (message[0] === 0xff) return onSmb1(message, speaker)
    return message[0] === 0xfe ? onSmb2(message, speaker) : 'enough'
  })
}

function onSmb1(message: Uint8Array, { endpoint, notes }: Speaker): Wish {
  const subject = subjectOf(endpoint)
  notes.tell({ subject, facts: factsOf({ service: 'smb 1' }), confidence: 'strong' })
  tellToken(message, { endpoint, notes })
  const setup = readSmb1Setup(message)
  if (setup === undefined) return 'more'
  if (setup.namesPerson) notes.drop('person')
  const facts = factsOf({ operatingSystem: setup.nativeOs, banner: setup.nativeLanMan, domain: setup.domain })
  notes.tell({ subject, facts, confidence: 'strong' })
  tellProducts(setup.nativeLanMan, { subject, notes })
  return 'more'
}

function onSmb2(message: Uint8Array, { endpoint, notes }: Speaker): Wish {
  const told = readSmb2(message)
  if (told === undefined) return 'more'
  if (told.dialect !== undefined) {
    const facts = factsOf({ service: `smb ${told.dialect}`, role: 'server' })
    notes.tell({ subject: subjectOf(endpoint), facts, confidence: 'strong' })
  }
  if (told.token !== undefined) tellToken(told.token, { endpoint, notes })
  return told.isSetUp ? 'enough' : 'more'
}

function tellToken(bytes: Uint8Array, speaker: Speaker): void {
  const ntlm = readNtlm(bytes)
  if (ntlm !== undefined) tellNtlm(ntlm, speaker)
}
