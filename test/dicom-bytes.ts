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
