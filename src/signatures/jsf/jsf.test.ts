import canonicalize from 'canonicalize'
import fc from 'fast-check'
import assert from 'node:assert/strict'
import { constants, createHmac, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { test } from 'node:test'
import { mayBeSigned, overallState, readTrustedKey, verifyEnveloped } from '../index.ts'
import type { CheckedSignature, TrustedKey } from '../index.ts'
import { findJsonFault } from './members.ts'

type Json = Record<string, unknown>
interface Pair {
  readonly algorithm: string
  readonly privateKey: KeyObject
  readonly publicKey: KeyObject
}

const bom: Json = {
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  components: [{ type: 'library', name: 'openssl', version: '1.1.1k' }],
}

function pairOf(algorithm: string): Pair {
  if (/^[RP]S/.test(algorithm)) return { algorithm, ...generateKeyPairSync('rsa', { modulusLength: 2048 }) }
  const curves: Readonly<Record<string, string>> = { ES256: 'P-256', ES384: 'P-384', ES512: 'P-521' }
  const namedCurve = curves[algorithm]
  if (namedCurve !== undefined) return { algorithm, ...generateKeyPairSync('ec', { namedCurve }) }
  return { algorithm, ...(algorithm === 'Ed448' ? generateKeyPairSync('ed448') : generateKeyPairSync('ed25519')) }
}

function valueOf({ algorithm, privateKey: key }: Pair, signed: Json): string {
  const bytes = Buffer.from(canonicalize(signed) ?? '')
  const digest = algorithm.startsWith('Ed') ? null : `sha${algorithm.slice(2)}`
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST }
  const given = algorithm.startsWith('PS')
    ? { key, ...pss }
    : algorithm.startsWith('ES')
      ? { key, dsaEncoding: 'ieee-p1363' as const }
      : { key }
  return sign(digest, bytes, given).toString('base64url')
}

function signerOf(pair: Pair, more: Json = {}): Json {
  return { algorithm: pair.algorithm, publicKey: pair.publicKey.export({ format: 'jwk' }), ...more }
}

function signed(pair: Pair, object: Json = bom, more: Json = {}): Json {
  const signature = signerOf(pair, more)
  const { excludes: _excludes, ...covered } = signature
  return { ...object, signature: { ...signature, value: valueOf(pair, { ...object, signature: covered }) } }
}

async function trust({ publicKey }: Pair): Promise<TrustedKey> {
  const read = await readTrustedKey({ bytes: Buffer.from(publicKey.export({ type: 'spki', format: 'pem' })) })
  assert.equal(read.is, 'key')
  return { kind: read.kind, fingerprint: read.fingerprint, publicKey: read.publicKey, maker: 'Infusa' }
}

function check(document: Json | string, keys: readonly TrustedKey[]): CheckedSignature[] {
  const text = typeof document === 'string' ? document : JSON.stringify(document, null, 2)
  return verifyEnveloped({ bytes: Buffer.from(text), keys, seenAt: new Date() })
}

function say(checked: readonly CheckedSignature[]): string {
  const state = overallState(checked)
  return state.is === 'invalid' || state.is === 'unknownKey' ? `${state.is}: ${state.because}` : state.is
}

const pair = pairOf('ES256')
const trusted = await trust(pair)

for (const algorithm of [
  'RS256',
  'RS384',
  'RS512',
  'PS256',
  'PS384',
  'PS512',
  'ES256',
  'ES384',
  'ES512',
  'Ed25519',
  'Ed448',
]) {
  test(`${algorithm}: valid with a trusted key, unknown without, invalid once a version was changed`, async () => {
    const own = pairOf(algorithm)
    const document = signed(own)
    const keys = [await trust(own)]
    assert.equal(say(check(document, keys)), 'valid')
    assert.equal(say(check(document, [])), 'unknownKey: keyNotTrusted')
    const changed = { ...document, components: [{ type: 'library', name: 'openssl', version: '3.0.0' }] }
    assert.equal(say(check(changed, keys)), 'invalid: otherBytes')
  })
}

test('spaces and the order of members do not matter, since the canonical form is signed', () => {
  const document = signed(pair)
  const turned = Object.fromEntries(Object.entries(document).reverse())
  assert.equal(say(check(JSON.stringify(turned), [trusted])), 'valid')
})

test('a document without any signature is unsigned', () => {
  assert.deepEqual(check(bom, [trusted]), [])
  assert.equal(say([]), 'unsigned')
})

test('a signature without a key is tried with the trusted ones', async () => {
  const bare = (value: Json): Json => ({ ...bom, signature: value })
  const value = valueOf(pair, bare({ algorithm: 'ES256', keyId: 'release-key' }))
  const document = bare({ algorithm: 'ES256', keyId: 'release-key', value })
  assert.equal(say(check(document, [await trust(pairOf('ES256')), trusted])), 'valid')
  assert.equal(say(check(document, [])), 'unknownKey: keyNotGiven')
  const named = bare({ algorithm: 'ES256', keyId: trusted.fingerprint, value })
  assert.equal(say(check(named, [trusted])), 'invalid: otherBytes')
})

test('nothing, a shared secret, and a foreign kind of key are refused as algorithms', () => {
  const secret = trusted.publicKey
  const covered = { ...bom, signature: signerOf(pair, { algorithm: 'HS256' }) }
  const value = createHmac('sha256', secret)
    .update(canonicalize(covered) ?? '')
    .digest('base64url')
  assert.equal(
    say(check({ ...bom, signature: { ...signerOf(pair), algorithm: 'HS256', value } }, [trusted])),
    'invalid: algorithmSymmetric',
  )
  assert.equal(say(check({ ...bom, signature: { algorithm: 'none', value: '' } }, [trusted])), 'invalid: algorithmNone')
  assert.equal(say(check({ ...bom, signature: { algorithm: 'none' } }, [trusted])), 'invalid: algorithmNone')
  const confused = { ...signed(pair), signature: { ...(signed(pair)['signature'] as Json), algorithm: 'RS256' } }
  assert.equal(say(check(confused, [trusted])), 'invalid: algorithmNotOfKey')
  assert.equal(say(check({ ...bom, signature: { algorithm: 'RS1', value: 'AA' } }, [trusted])), 'invalid: weakDigest')
  assert.equal(
    say(check({ ...bom, signature: { algorithm: 'ML-DSA-65', value: 'AA' } }, [trusted])),
    'unknownKey: algorithmNotSupported',
  )
})

test('a short RSA key is weak, even if it were trusted', () => {
  const short: Pair = { algorithm: 'RS256', ...generateKeyPairSync('rsa', { modulusLength: 1024 }) }
  assert.equal(say(check(signed(short), [])), 'invalid: weakKey')
})

test('a signature that leaves content out is invalid; names of what is not there leave nothing out', () => {
  const { components: _components, ...rest } = bom
  const partly = signed(pair, rest, { excludes: ['components'] })
  assert.equal(say(check({ ...partly, components: [] }, [trusted])), 'invalid: leavesOutContent')
  assert.equal(say(check(signed(pair, bom, { excludes: ['annotations'] }), [trusted])), 'valid')
})

test('a document that says a member twice is never valid', () => {
  const text = JSON.stringify(signed(pair))
  const doubled = text.replace('"specVersion"', '"spec\\u0056ersion":"1.5","specVersion"')
  assert.equal(say(check(doubled, [trusted])), 'invalid: duplicateMembers')
})

test('truncated, empty and misshapen signatures are invalid', () => {
  const { signature, ...rest } = signed(pair) as Json & { signature: Json }
  const value = String(signature['value'])
  for (const broken of [
    { ...signature, value: value.slice(0, 20) },
    { ...signature, value: '' },
    'text',
    { signers: [] },
    { chain: 3 },
  ])
    assert.equal(overallState(check({ ...rest, signature: broken }, [trusted])).is, 'invalid', JSON.stringify(broken))
})

test('each of several signers has its own state, and one that is invalid spoils the whole', async () => {
  const other = pairOf('Ed25519')
  const one = (each: Pair): Json => {
    const signer = signerOf(each)
    return { ...signer, value: valueOf(each, { ...bom, signature: { signers: [signer] } }) }
  }
  const document = { ...bom, signature: { signers: [one(pair), one(other)] } }
  assert.deepEqual(
    check(document, [trusted]).map(({ state }) => state.is),
    ['valid', 'unknownKey'],
  )
  assert.equal(say(check(document, [trusted])), 'valid')
  const forged = { ...bom, signature: { signers: [one(pair), { ...one(other), value: one(pair)['value'] }] } }
  assert.equal(say(check(forged, [trusted, await trust(other)])), 'invalid: otherBytes')
})

test('in a chain each signature covers those before it', async () => {
  const other = pairOf('ES384')
  const [first, second] = [signerOf(pair), signerOf(other)]
  const one = { ...first, value: valueOf(pair, { ...bom, signature: { chain: [first] } }) }
  const two = { ...second, value: valueOf(other, { ...bom, signature: { chain: [one, second] } }) }
  const keys = [trusted, await trust(other)]
  assert.deepEqual(
    check({ ...bom, signature: { chain: [one, two] } }, keys).map(({ state }) => state.is),
    ['valid', 'valid'],
  )
  assert.equal(overallState(check({ ...bom, signature: { chain: [two] } }, keys)).is, 'invalid')
})

test('a signed component says nothing of the document, and a broken one makes it suspect', () => {
  const component = signed(pair, { type: 'library', name: 'zlib', version: '1.2.11' })
  const document = { ...bom, components: [{ type: 'library', name: 'a/b' }, component] }
  assert.deepEqual(
    check(document, [trusted]).map(({ covers, state }) => [covers, state.is]),
    [['/components/1', 'valid']],
  )
  assert.equal(say(check(document, [trusted])), 'unsigned')
  const broken = { ...bom, components: [{ ...component, version: '1.3' }] }
  assert.equal(say(check(broken, [trusted])), 'invalid: otherBytes')
})

test('a trusted key counts only in its term', () => {
  const past = { ...trusted, validTo: '2020-01-01T00:00:00Z' }
  assert.equal(say(check(signed(pair), [past])), 'invalid: keyExpired')
})

test('changing any member of a signed document is seen', () => {
  const document = signed(pair)
  fc.assert(
    fc.property(fc.string({ minLength: 1 }), fc.jsonValue(), (name, value) => {
      if (name === 'signature' || name === 'bomFormat') return
      const changed = { ...document, [name]: value }
      const same = canonicalize(changed) === canonicalize(document)
      assert.equal(overallState(check(changed, [trusted])).is, same ? 'valid' : 'invalid')
    }),
    { numRuns: 200 },
  )
})

test('members are found twice exactly when they stand twice', () => {
  fc.assert(
    fc.property(fc.jsonValue({ maxDepth: 5 }), (value) => {
      assert.equal(findJsonFault(JSON.stringify(value)), undefined)
      assert.deepEqual(findJsonFault(`[${JSON.stringify(value)},{"a":1,"b":"{\\"a\\":","a":2}]`), {
        is: 'duplicate',
        member: 'a',
      })
    }),
  )
  assert.deepEqual(findJsonFault('['.repeat(600) + ']'.repeat(600)), { is: 'tooDeep' })
})

test('random bytes never throw', () => {
  fc.assert(
    fc.property(fc.uint8Array(), (bytes) => {
      assert.deepEqual(verifyEnveloped({ bytes, keys: [], seenAt: new Date() }), [])
    }),
  )
})

test('an XML signature is seen and not verified, so that its document does not pass for unsigned', () => {
  const xml =
    '<?xml version="1.0"?><bom xmlns="http://cyclonedx.org/schema/bom/1.6"><Signature xmlns="http://www.w3.org/2000/09/xmldsig#"/></bom>'
  assert.equal(say(check(xml, [trusted])), 'unknownKey: algorithmNotSupported')
  assert.equal(say(check('<bom xmlns="http://cyclonedx.org/schema/bom/1.6"/>', [trusted])), 'unsigned')
})

test('a signature is found however its name is written, and accents are no sign of one', () => {
  const text = JSON.stringify(signed(pair))
  assert.equal(say(check(text.replace('"signature"', '"\\u0073ignature"'), [trusted])), 'valid')
  assert.equal(mayBeSigned(Buffer.from('{"name":"Pompe \\u00e0 \\u003c"}')), false)
})
