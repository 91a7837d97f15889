import { Cursor } from '../cursor.ts'
import { plain } from '../facts.ts'

/** The standard allows 128 odd numbers from 1 to 255. */
const maxContexts = 128
/** Offers of one context; real ones stay below 30. */
const maxTransferSyntaxes = 64
const maxUidLength = 64

export interface PresentationContext {
  readonly id: number
  /** A SOP class; empty in an answer, which repeats only the number. */
  readonly abstractSyntax: string
  /** Offered; in an answer the one that was chosen. */
  readonly transferSyntaxes: readonly string[]
  /** True in a request, and in an answer when the context was accepted. */
  readonly isAccepted: boolean
}

/** What A-ASSOCIATE-RQ and A-ASSOCIATE-AC tell, without the user's identity. */
export interface Association {
  readonly calledAeTitle: string
  readonly callingAeTitle: string
  readonly contexts: readonly PresentationContext[]
  readonly implementationClassUid?: string
  readonly implementationVersionName?: string
  /** The requester offers to serve a SOP class as well, as for C-GET (PS3.7 D.3.3.4). */
  readonly requesterIsScp: boolean
  /** Names, passwords, tickets (PS3.7 D.3.3.7): seen, and not read. */
  readonly identities: number
  /** A length in it led beyond its end. */
  readonly isMalformed: boolean
}

type Draft = { -readonly [Key in keyof Association]: Association[Key] } & { contexts: PresentationContext[] }

/** Reads the body of an A-ASSOCIATE-RQ or -AC (PS3.8 9.3.2, 9.3.3), that is what follows its first six bytes. What is cut off is left out. */
export function readAssociation(body: Uint8Array): Association {
  const cursor = new Cursor(body)
  cursor.skip(4) // protocol version, reserved
  const draft: Draft = {
    calledAeTitle: aeTitle(cursor.take(16)),
    callingAeTitle: aeTitle(cursor.take(16)),
    contexts: [],
    requesterIsScp: false,
    identities: 0,
    isMalformed: false,
  }
  cursor.skip(32)
  eachItem(cursor, draft, (type, item) => {
    if ((type === 0x20 || type === 0x21) && draft.contexts.length < maxContexts)
      draft.contexts.push(presentationContext(type, item, draft))
    if (type === 0x50) userInformation(item, draft)
  })
  return draft
}

/** Items are a type, a reserved byte and a length of two bytes (PS3.8 9.3.2). */
function eachItem(cursor: Cursor, draft: Draft, onItem: (type: number, item: Cursor) => void): void {
  while (cursor.left >= 4) {
    const type = cursor.u8()
    cursor.skip(1)
    const item = cursor.part(cursor.u16())
    onItem(type, item)
  }
  if (cursor.isShort || cursor.left > 0) draft.isMalformed = true
}

function presentationContext(type: number, item: Cursor, draft: Draft): PresentationContext {
  const id = item.u8()
  item.skip(1)
  const result = item.u8()
  item.skip(1)
  let abstractSyntax = ''
  const transferSyntaxes: string[] = []
  eachItem(item, draft, (inner, text) => {
    if (inner === 0x30) abstractSyntax = uid(text)
    if (inner === 0x40 && transferSyntaxes.length < maxTransferSyntaxes) transferSyntaxes.push(uid(text))
  })
  return { id, abstractSyntax, transferSyntaxes, isAccepted: type === 0x20 || result === 0 }
}

/** PS3.7 D.3.3; an item that is not named here (length of PDUs, negotiations of windows and classes) says nothing of who speaks. */
function userInformation(item: Cursor, draft: Draft): void {
  eachItem(item, draft, (type, inner) => {
    if (type === 0x52) draft.implementationClassUid = uid(inner)
    if (type === 0x55) draft.implementationVersionName = ascii(inner.take(Math.min(inner.left, 16)))
    if (type === 0x54) draft.requesterIsScp ||= offersToServe(inner)
    if (type === 0x58) draft.identities += 1
  })
}

function offersToServe(role: Cursor): boolean {
  role.skip(role.u16())
  role.skip(1)
  return role.u8() === 1
}

function uid(text: Cursor): string {
  const value = ascii(text.take(Math.min(text.left, maxUidLength)))
  return /^[\d.]+$/.test(value) ? value : ''
}

function aeTitle(bytes: Uint8Array): string {
  return ascii(bytes)
}

function ascii(bytes: Uint8Array): string {
  return plain(Buffer.from(bytes).toString('latin1'))
}
