import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { SignatureState } from '../model/index.ts'
import { readTrustedKey, verifyDetached } from './index.ts'
import type { SigstoreIdentity, TrustedKey } from './index.ts'
import { makeSigstore } from '../../test/sigstore.ts'

const bytes = Buffer.from('{"bomFormat":"CycloneDX"}')
const infusa: SigstoreIdentity = { subject: 'psirt@infusa.example', issuer: 'https://login.infusa.example' }

async function trust(root: object, identity = infusa): Promise<TrustedKey> {
  const read = await readTrustedKey({ bytes: Buffer.from(JSON.stringify(root)), identity })
  assert.equal(read.is, 'key')
  return { kind: read.kind, fingerprint: read.fingerprint, publicKey: read.publicKey, maker: 'Infusa', identity }
}

async function verify(bundle: object, keys: readonly TrustedKey[], over: Uint8Array = bytes): Promise<SignatureState> {
  const signature = Buffer.from(JSON.stringify(bundle))
  const [state, ...others] = await verifyDetached({ bytes: over, signature, keys, seenAt: new Date('2026-04-01') })
  assert.equal(others.length, 0)
  assert.ok(state !== undefined)
  return state
}

function say(state: SignatureState): string {
  return state.is === 'invalid' || state.is === 'unknownKey' ? `${state.is}: ${state.because}` : state.is
}

for (const asStatement of [false, true]) {
  const form = asStatement ? 'an in-toto statement' : 'a signature over the bytes'
  test(`${form} is valid by the root and identity that are trusted, at the time of the log`, async () => {
    const { root, bundle } = makeSigstore(bytes, { asStatement })
    const state = await verify(bundle, [await trust(root)])
    assert.equal(say(state), 'valid', JSON.stringify(state))
    assert.ok(state.is === 'valid')
    assert.equal(state.signer, 'psirt@infusa.example (https://login.infusa.example)')
    assert.equal(state.signedAt, '2026-03-01T12:00:00.000Z')
  })

  test(`${form} is invalid for other bytes, with a root and without`, async () => {
    const { root, bundle } = makeSigstore(bytes, { asStatement })
    assert.equal(say(await verify(bundle, [await trust(root)], Buffer.from('{}'))), 'invalid: otherBytes')
    assert.equal(say(await verify(bundle, [], Buffer.from('{}'))), 'invalid: otherBytes')
  })
}

test('without a trusted root nobody can tell, and the certificate says whom to ask for', async () => {
  const state = await verify(makeSigstore(bytes).bundle, [])
  assert.equal(say(state), 'unknownKey: noTrustedRoot')
  assert.ok(state.is === 'unknownKey')
  assert.match(state.signer ?? '', /psirt@infusa\.example/)
})

test('another person, or another issuer for the same address, is not the one who is trusted', async () => {
  for (const options of [{ subject: 'somebody@infusa.example' }, { issuer: 'https://login.elsewhere.example' }]) {
    const { root, bundle } = makeSigstore(bytes, options)
    assert.equal(say(await verify(bundle, [await trust(root)])), 'unknownKey: identityNotTrusted')
  }
})

test('a certificate of another authority, or used outside of its minutes, is not valid', async () => {
  const { bundle } = makeSigstore(bytes)
  assert.equal((await verify(bundle, [await trust(makeSigstore(bytes).root)])).is, 'invalid')
  const late = makeSigstore(bytes, { signedAt: new Date('2026-03-01T12:10:00Z') })
  assert.equal(say(await verify(late.bundle, [await trust(late.root)])), 'invalid: certificateNotValid')
})

test('what the log did not promise is not in it', async () => {
  const { root, bundle } = makeSigstore(bytes)
  const text = JSON.stringify(bundle).replace('"integratedTime":"1772366400"', '"integratedTime":"1772366401"')
  assert.equal(say(await verify(JSON.parse(text) as object, [await trust(root)])), 'invalid: notInLog')
})

test('a bundle that is none is malformed', async () => {
  for (const bundle of [
    {},
    { mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json' },
    { mediaType: 7, content: [] },
  ])
    assert.equal(say(await verify(bundle, [])), 'invalid: malformed')
})

test('keys are told by their content, and what must not be given away is refused', async () => {
  const { root } = makeSigstore(bytes)
  const read = async (text: string): Promise<string> => {
    const key = await readTrustedKey({ bytes: Buffer.from(text) })
    return key.is === 'refused' ? key.because : key.kind
  }
  assert.match(await read(JSON.stringify(root)), /subject and issuer/)
  assert.match(await read('{}'), /neither a public key/)
  assert.match(await read('-----BEGIN PRIVATE KEY-----\nAAAA'), /private key/)
  assert.match(await read('{"kty":"EC","crv":"P-256","d":"AA"}'), /private or secret/)
  assert.match(await read('hello'), /no public key can be read/)
  assert.match(await read(''), /no public key/)
})
