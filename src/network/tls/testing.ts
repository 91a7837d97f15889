import { createPrivateKey, createPublicKey, sign } from 'node:crypto'

/** A self-signed certificate (X.509 v3, Ed25519) of `O=Example Medical` and the given name, the same every time. */
export function certificateOf(commonName: string): Uint8Array {
  const key = createPrivateKey({
    key: der(0x30, whole(0), der(0x30, ed25519), der(0x04, der(0x04, Buffer.alloc(32, 7)))),
    format: 'der',
    type: 'pkcs8',
  })
  const name = der(0x30, attribute('060355040a', 'Example Medical'), attribute('0603550403', commonName))
  const validity = der(0x30, der(0x17, Buffer.from('240101000000Z')), der(0x17, Buffer.from('340101000000Z')))
  const publicKey = createPublicKey(key).export({ format: 'der', type: 'spki' })
  const body = der(0x30, der(0xa0, whole(2)), whole(1), der(0x30, ed25519), name, validity, name, publicKey)
  return der(0x30, body, der(0x30, ed25519), der(0x03, Buffer.of(0), sign(null, body, key)))
}

const ed25519 = Buffer.from('06032b6570', 'hex')

function attribute(oid: string, text: string): Buffer {
  return der(0x31, der(0x30, Buffer.from(oid, 'hex'), der(0x0c, Buffer.from(text))))
}

function whole(value: number): Buffer {
  return der(0x02, Buffer.of(value))
}

/** Tag, length and content (X.690 §8.1). */
function der(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts)
  const length =
    content.length < 128 ? Buffer.of(content.length) : Buffer.of(0x82, content.length >>> 8, content.length & 0xff)
  return Buffer.concat([Buffer.of(tag), length, content])
}
