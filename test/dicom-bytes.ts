/** Builds DICOM messages, for tests: PS3.8 9.3 and PS3.7. */

export interface ContextBytes {
  readonly id: number
  readonly abstractSyntax?: string
  readonly transferSyntaxes?: readonly string[]
  /** Of an answer: 0 is accepted. */
  readonly result?: number
}

export interface AssociationBytes {
  readonly called?: string
  readonly calling?: string
  readonly contexts?: readonly ContextBytes[]
  readonly implementationClassUid?: string
  readonly implementationVersionName?: string
  /** Further items of the user information, as they are. */
  readonly userItems?: readonly Uint8Array[]
}

export const implicitLittle = '1.2.840.10008.1.2'
export const explicitLittle = '1.2.840.10008.1.2.1'
export const deflatedLittle = '1.2.840.10008.1.2.1.99'
export const explicitBig = '1.2.840.10008.1.2.2'

/** A-ASSOCIATE-RQ (type 1) or -AC (type 2). */
export function associate(type: 1 | 2, told: AssociationBytes): Uint8Array {
  const { called = 'PACS', calling = 'CT1', contexts = [], userItems = [] } = told
  const user = [
    item(0x51, Buffer.from([0, 0, 0x40, 0])),
    ...(told.implementationClassUid === undefined ? [] : [item(0x52, ascii(told.implementationClassUid))]),
    ...(told.implementationVersionName === undefined ? [] : [item(0x55, ascii(told.implementationVersionName))]),
    ...userItems,
  ]
  return pdu(
    type,
    Buffer.concat([
      Buffer.from([0, 1, 0, 0]),
      ascii(called.padEnd(16)),
      ascii(calling.padEnd(16)),
      Buffer.alloc(32),
      item(0x10, ascii('1.2.840.10008.3.1.1.1')),
      ...contexts.map((context) => contextItem(type, context)),
      item(0x50, Buffer.concat(user)),
    ]),
  )
}

function contextItem(type: 1 | 2, { id, abstractSyntax, transferSyntaxes = [], result = 0 }: ContextBytes): Uint8Array {
  const inner = [
    ...(abstractSyntax === undefined ? [] : [item(0x30, ascii(abstractSyntax))]),
    ...transferSyntaxes.map((uid) => item(0x40, ascii(uid))),
  ]
  return item(type === 1 ? 0x20 : 0x21, Buffer.concat([Buffer.from([id, 0, result, 0]), ...inner]))
}

/** An item of an association: type, reserved, length, value. */
export function item(type: number, value: Uint8Array): Uint8Array {
  return Buffer.concat([Buffer.from([type, 0, value.length >> 8, value.length & 0xff]), value])
}

export function pdu(type: number, body: Uint8Array): Uint8Array {
  const header = Buffer.from([type, 0, 0, 0, 0, 0])
  header.writeUInt32BE(body.length, 2)
  return Buffer.concat([header, body])
}

export function ascii(text: string): Buffer {
  return Buffer.from(text, 'latin1')
}

export type Encoding = 'implicit' | 'explicit' | 'big'

/** An element of a data set: tag, VR, and a text, its bytes, or items of a sequence. */
export type ElementBytes = readonly [tag: number, vr: string, value: string | Uint8Array | readonly ItemBytes[]]
export type ItemBytes = readonly ElementBytes[]

/** How lengths of sequences and items are told. */
export interface DataSetForm {
  readonly encoding?: Encoding
  readonly lengths?: 'defined' | 'undefined'
}

const longVrs = ['OB', 'OW', 'SQ', 'UN', 'UT', 'UC', 'UR']

export function dataSet(elements: ItemBytes, form: DataSetForm = {}): Buffer {
  return Buffer.concat(elements.map((each) => element(each, form)))
}

function element([tag, vr, value]: ElementBytes, form: DataSetForm): Buffer {
  const { encoding = 'explicit', lengths = 'defined' } = form
  if (typeof value === 'string') return element([tag, vr, padded(value)], form)
  if (value instanceof Uint8Array) return Buffer.concat([elementHeader(tag, vr, value.length, encoding), value])
  const isOpen = lengths === 'undefined'
  const end = (mark: number): Buffer => (isOpen ? elementHeader(mark, '', 0, encoding) : Buffer.alloc(0))
  const items = value.map((inner) => {
    const bytes = dataSet(inner, form)
    const header = elementHeader(0xfffe_e000, '', isOpen ? 0xffff_ffff : bytes.length, encoding)
    return Buffer.concat([header, bytes, end(0xfffe_e00d)])
  })
  const content = Buffer.concat([...items, end(0xfffe_e0dd)])
  return Buffer.concat([elementHeader(tag, vr, isOpen ? 0xffff_ffff : content.length, encoding), content])
}

/** Tag, VR and length; the length may be a lie. */
export function elementHeader(tag: number, vr: string, length: number, encoding: Encoding = 'explicit'): Buffer {
  const number = (value: number, size: 2 | 4): Buffer => {
    const bytes = Buffer.alloc(size)
    if (encoding === 'big') bytes.writeUIntBE(value, 0, size)
    else bytes.writeUIntLE(value, 0, size)
    return bytes
  }
  const start = Buffer.concat([number(Math.floor(tag / 0x10000), 2), number(tag % 0x10000, 2)])
  if (encoding === 'implicit' || vr === '') return Buffer.concat([start, number(length, 4)])
  if (longVrs.includes(vr)) return Buffer.concat([start, ascii(vr), Buffer.alloc(2), number(length, 4)])
  return Buffer.concat([start, ascii(vr), number(length, 2)])
}

function padded(text: string): Buffer {
  const bytes = ascii(text)
  return bytes.length % 2 === 0 ? bytes : Buffer.concat([bytes, ascii(' ')])
}

export interface MessageBytes {
  /** 0x0001 C-STORE-RQ, 0x0140 N-CREATE-RQ, 0x0020 C-FIND-RQ, 0x8020 C-FIND-RSP. */
  readonly command: number
  readonly sopClass?: string
  readonly contextId?: number
  readonly moveOriginator?: string
  readonly data?: Uint8Array
  /** Longest fragment. */
  readonly fragmentBytes?: number
}

/** A command and its data set in P-DATA-TF PDUs, one fragment in each. */
export function message(told: MessageBytes): Buffer {
  const {
    command,
    sopClass = '1.2.840.10008.5.1.4.1.1.2',
    contextId = 1,
    moveOriginator,
    data,
    fragmentBytes = 16_000,
  } = told
  const elements: ItemBytes = [
    [0x0000_0002, 'UI', sopClass.length % 2 === 0 ? sopClass : `${sopClass}\0`],
    [0x0000_0100, 'US', Buffer.from([command & 0xff, command >> 8])],
    [0x0000_0800, 'US', data === undefined ? Buffer.from([1, 1]) : Buffer.from([0, 0])],
    ...(moveOriginator === undefined ? [] : [[0x0000_1030, 'AE', moveOriginator] as const]),
  ]
  const set = dataSet(elements, { encoding: 'implicit' })
  const whole = Buffer.concat([dataSet([[0, 'UL', Buffer.from([set.length, 0, 0, 0])]], { encoding: 'implicit' }), set])
  return Buffer.concat([
    ...fragments(whole, contextId, 1, fragmentBytes),
    ...(data === undefined ? [] : fragments(data, contextId, 0, fragmentBytes)),
  ])
}

function fragments(bytes: Uint8Array, contextId: number, command: 0 | 1, size: number): Buffer[] {
  const made: Buffer[] = []
  for (let at = 0; at < bytes.length; at += size) {
    const part = bytes.subarray(at, at + size)
    const isLast = at + size >= bytes.length
    const header = Buffer.from([0, 0, 0, 0, contextId, command | (isLast ? 2 : 0)])
    header.writeUInt32BE(part.length + 2)
    made.push(Buffer.from(pdu(4, Buffer.concat([header, part]))))
  }
  return made
}
