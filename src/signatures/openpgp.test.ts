import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as openpgp from 'openpgp'
import type { SignatureState } from '../model/index.ts'
import { readTrustedKey, verifyDetached } from './index.ts'
import type { TrustedKey } from './index.ts'

const bytes = Buffer.from('{"bomFormat":"CycloneDX"}')
const seenAt = new Date()
const day = 24 * 3600 * 1000

interface Maker {
  readonly privateKey: openpgp.PrivateKey
  readonly publicKey: openpgp.PublicKey
  readonly trusted: TrustedKey
}

async function maker(options: Partial<Parameters<typeof openpgp.generateKey>[0]> = {}): Promise<Maker> {
  const { privateKey, publicKey } = await openpgp.generateKey({
    userIDs: [{ name: 'Infusa PSIRT', email: 'psirt@infusa.example' }],
    ...options,
    format: 'object',
  })
  return { privateKey, publicKey, trusted: await trust(publicKey) }
}

async function trust(publicKey: openpgp.PublicKey): Promise<TrustedKey> {
  const read = await readTrustedKey({ bytes: Buffer.from(publicKey.armor()) })
  assert.equal(read.is, 'key')
  return { kind: read.kind, fingerprint: read.fingerprint, publicKey: read.publicKey, maker: 'Infusa' }
}

async function sign(
  keys: openpgp.PrivateKey | openpgp.PrivateKey[],
  { date = new Date() }: { readonly date?: Date } = {},
): Promise<string> {
  const message = await openpgp.createMessage({ binary: bytes })
  return openpgp.sign({ message, signingKeys: keys, detached: true, date })
}

async function verify(
  signature: string | Uint8Array,
  keys: readonly TrustedKey[],
  over: Uint8Array = bytes,
): Promise<SignatureState[]> {
  return verifyDetached({ bytes: over, signature: Buffer.from(signature), keys, seenAt })
}

async function because(signature: string, keys: readonly TrustedKey[], over?: Uint8Array): Promise<string> {
  const [state] = await verify(signature, keys, over)
  return state?.is === 'invalid' || state?.is === 'unknownKey' ? `${state.is}: ${state.because}` : String(state?.is)
}

const infusa = await maker()

test('a signature by a trusted key is valid, and names signer, key and time', async () => {
  const [state] = await verify(await sign(infusa.privateKey), [infusa.trusted])
  assert.equal(state?.is, 'valid')
  assert.equal(state.maker, 'Infusa')
  assert.equal(state.fingerprint, infusa.publicKey.getFingerprint())
  assert.equal(state.signer, 'Infusa PSIRT <psirt@infusa.example>')
  assert.match(state.signedAt ?? '', /^20/)
})

test('a binary signature counts as an armored one does', async () => {
  const { data } = await openpgp.unarmor(await sign(infusa.privateKey))
  const [state] = await verify(data as Uint8Array, [infusa.trusted])
  assert.equal(state?.is, 'valid')
})

test('each of several signatures has its own state', async () => {
  const other = await maker()
  const states = await verify(await sign([infusa.privateKey, other.privateKey]), [infusa.trusted])
  assert.deepEqual(states.map(({ is }) => is).sort(), ['unknownKey', 'valid'])
})

test('over other bytes it is invalid', async () => {
  assert.equal(await because(await sign(infusa.privateKey), [infusa.trusted], Buffer.from('{}')), 'invalid: otherBytes')
})

test('by a key that nobody trusts it is unknown, with the fingerprint to ask for', async () => {
  const [state] = await verify(await sign(infusa.privateKey), [])
  assert.equal(state?.is, 'unknownKey')
  assert.equal(state.fingerprint, infusa.publicKey.getFingerprint())
})

test('a truncated or invented signature is invalid', async () => {
  const armored = await sign(infusa.privateKey)
  const { data } = await openpgp.unarmor(armored)
  const cut = (data as Uint8Array).subarray(0, 40)
  for (const signature of [cut, Buffer.from(''), Buffer.from('no signature'), Buffer.from(armored.slice(0, 120))]) {
    const states = await verifyDetached({ bytes, signature, keys: [infusa.trusted], seenAt })
    assert.deepEqual(
      states.map((state) => (state.is === 'invalid' ? state.because : state.is)),
      ['malformed'],
    )
  }
})

test('a flipped bit of the signature makes it invalid', async () => {
  const { data } = await openpgp.unarmor(await sign(infusa.privateKey))
  const forged = Uint8Array.from(data as Uint8Array)
  forged[forged.length - 3] = (forged[forged.length - 3] ?? 0) ^ 1
  const [state] = await verify(forged, [infusa.trusted])
  assert.equal(state?.is, 'invalid')
})

test('a key that had expired when it signed is told', async () => {
  const created = new Date(Date.now() - 20 * day)
  const short = await maker({ date: created, keyExpirationTime: (2 * day) / 1000 })
  const inTime = await sign(short.privateKey, { date: new Date(created.getTime() + day) })
  assert.equal(await because(inTime, [short.trusted]), 'valid')
  const forever = await maker({ date: created })
  const late = await sign(forever.privateKey)
  const expired = { ...forever.trusted, validTo: new Date(Date.now() - day).toISOString() }
  assert.equal(await because(late, [expired]), 'invalid: keyExpired')
})

test('a key that its owner let expire does not sign later', async () => {
  const created = new Date(Date.now() - 20 * day)
  const long = await maker({ date: created })
  const late = await sign(long.privateKey)
  const { publicKey } = await openpgp.reformatKey({
    privateKey: long.privateKey,
    userIDs: [{ name: 'Infusa PSIRT' }],
    keyExpirationTime: (2 * day) / 1000,
    date: created,
    format: 'object',
  })
  assert.equal(await because(late, [await trust(publicKey)]), 'invalid: keyExpired')
})

test('a compromised key never counts, whenever it signed', async () => {
  const lost = await maker({ date: new Date(Date.now() - 20 * day) })
  const before = await sign(lost.privateKey, { date: new Date(Date.now() - 10 * day) })
  const { publicKey } = await openpgp.revokeKey({
    key: lost.privateKey,
    reasonForRevocation: { flag: openpgp.enums.reasonForRevocation.keyCompromised },
    format: 'object',
  })
  assert.equal(await because(before, [await trust(publicKey)]), 'invalid: keyRevoked')
})

test('a signature of tomorrow is invalid', async () => {
  const tomorrow = await sign(infusa.privateKey, { date: new Date(Date.now() + day) })
  assert.equal(await because(tomorrow, [infusa.trusted]), 'invalid: signedInFuture')
})

test('MD5 and SHA-1 are weak digests, whoever signed', async () => {
  const { data } = await openpgp.unarmor(await sign(infusa.privateKey))
  const hashAt = 5 // header of two bytes, version, type, key algorithm (RFC 9580 §5.2.3)
  for (const weak of [openpgp.enums.hash.md5, openpgp.enums.hash.sha1]) {
    const signature = Uint8Array.from(data as Uint8Array)
    signature[hashAt] = weak
    for (const keys of [[infusa.trusted], []]) {
      const [state] = await verify(signature, keys)
      assert.equal(state?.is === 'invalid' ? state.because : state?.is, 'weakDigest')
    }
  }
})

test('a signature made as of a text leaves out the line ends, so it is not over these bytes', async () => {
  const message = await openpgp.createMessage({ text: bytes.toString() })
  const signature = await openpgp.sign({ message, signingKeys: infusa.privateKey, detached: true })
  assert.equal(await because(signature, [infusa.trusted]), 'invalid: leavesOutContent')
})
