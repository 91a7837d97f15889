import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as openpgp from 'openpgp'
import { makeSigstore } from '../../test/sigstore.ts'
import { countPackets } from './count-packets.ts'
import { readTrustedKey, verifyDetached } from './index.ts'
import { maxBundleEntries, maxKeyPackets, maxOpenPgpBytes, maxPackets } from './limits.ts'

// What a hostile key or signature may cost: each of these files takes the libraries many seconds or gigabytes when it is let in.

const MB = 1024 * 1024
const times = <T>(count: number, each: T): readonly T[] => Array.from({ length: count }, () => each)
const bytes = Buffer.from('{"bomFormat":"CycloneDX"}')
const { privateKey, publicKey } = await openpgp.generateKey({ userIDs: [{ name: 'PSIRT' }], format: 'object' })

async function refusal(key: Uint8Array): Promise<string> {
  const read = await readTrustedKey({ bytes: key })
  return read.is === 'refused' ? read.because : read.is
}

async function fault(signature: Uint8Array): Promise<string> {
  const states = await verifyDetached({ bytes, signature, keys: [], seenAt: new Date() })
  return states.map((state) => (state.is === 'invalid' ? `${state.because}: ${state.detail}` : state.is)).join()
}

/** A marker packet, which a reader passes over (RFC 9580 §5.8). */
const marker = Buffer.from([0xca, 3, 0x50, 0x47, 0x50])

test('a key ring of 50 MB is refused before anything of it is read', async () => {
  const armor = Buffer.from('-----BEGIN PGP PUBLIC KEY BLOCK-----\n\n')
  for (const ring of [Buffer.alloc(50 * MB), Buffer.concat([armor, Buffer.alloc(50 * MB, 'A')])])
    assert.equal(await refusal(ring), 'the key is larger than 1 MB')
})

test('a ring of a thousand keys, and a key that was flooded with names or signatures, are refused unparsed', async () => {
  const one = publicKey.write()
  const many = Math.floor(MB / one.length)
  assert.match(await refusal(Buffer.concat(times(many, one))), /more than 5000 packets/)
  const packets = publicKey.toPacketList()
  const flooded = new openpgp.PacketList<openpgp.AnyPacket>()
  flooded.push(packets[0]!)
  for (let count = 0; count < maxKeyPackets; count += 1) flooded.push(packets[1]!)
  assert.match(await refusal(flooded.write()), /more than 5000 packets; ask its owner/)
})

test('a signature file of a million packets, or of 50 MB, is invalid unparsed', async () => {
  const markers = Buffer.concat(times(Math.floor(maxOpenPgpBytes / marker.length), marker))
  assert.equal(await fault(markers), `malformed: more than ${maxPackets} packets`)
  assert.equal(await fault(Buffer.alloc(50 * MB, 0xca)), 'malformed: larger than 1 MB')
  assert.equal(
    await fault(Buffer.concat([Buffer.from('{"a":"'), Buffer.alloc(50 * MB, 'a')])),
    'malformed: larger than 16 MB',
  )
})

test('a real signature between more others than anybody makes counts for nothing', async () => {
  const message = await openpgp.createMessage({ binary: bytes })
  const armored = await openpgp.sign({ message, signingKeys: privateKey, detached: true })
  const { data } = await openpgp.unarmor(armored)
  const one = data as Uint8Array
  assert.equal(await fault(one), 'unknownKey')
  assert.match(await fault(Buffer.concat(times(maxPackets + 1, one))), /more than 50 packets/)
})

test('a Sigstore bundle of a million entries, wherever they stand, is invalid unverified', async () => {
  const { bundle } = makeSigstore(bytes)
  const { verificationMaterial } = bundle as { verificationMaterial: { tlogEntries: object[] } }
  const [entry] = verificationMaterial.tlogEntries
  const tooMuch = `malformed: a list of more than ${maxBundleEntries} entries, or too deep`
  for (const more of [
    { tlogEntries: times(1_000_000, {}) },
    { tlogEntries: times(maxBundleEntries + 1, entry) },
    { x509CertificateChain: { certificates: times(1_000_000, {}) } },
    { timestampVerificationData: { rfc3161Timestamps: times(1_000_000, {}) } },
    { tlogEntries: [{ ...entry, inclusionProof: { hashes: times(1_000_000, '') } }] },
  ]) {
    const hostile = { ...bundle, verificationMaterial: { ...verificationMaterial, ...more } }
    assert.equal(await fault(Buffer.from(JSON.stringify(hostile))), tooMuch)
  }
  const deep = '{"a":'.repeat(1_000_000) + '1' + '}'.repeat(1_000_000)
  assert.equal(await fault(Buffer.from(deep)), tooMuch)
})

test('packets are counted as the library counts them, in old and new framing', async () => {
  const key = publicKey.write()
  assert.equal(countPackets(key, 100), publicKey.toPacketList().length)
  assert.equal(countPackets(Buffer.concat([key, key]), 100), 2 * publicKey.toPacketList().length)
  assert.equal(countPackets(Buffer.from([0x99, 0, 2, 1, 1, 0xb4, 1, 7, 0x9b, 1, 2, 3]), 100), 3)
  assert.equal(countPackets(Buffer.from([0xcb, 0xe1, 1, 1, 2, 1, 1]), 100), 2)
  assert.equal(countPackets(Buffer.concat(times(1_000, marker)), 10), 11)
})

test('whatever the bytes are, counting ends, with no more than was asked for', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 300 }), fc.nat({ max: 20 }), (binary, most) => {
      assert.ok(countPackets(binary, most) <= most + 1)
    }),
  )
})
