import canonicalize from 'canonicalize'
import assert from 'node:assert/strict'
import { generateKeyPairSync, sign } from 'node:crypto'
import { test } from 'node:test'
import * as openpgp from 'openpgp'
import { testHospital } from '../../test/hospital.ts'
import { inKnowledgeOf } from '../store/index.ts'
import { addKey, addSbom, addSbomSignature, listKeys, listSboms, readSbom, removeKey } from './index.ts'
import type { SbomAdded } from './index.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)
const { store, organisation } = north
const { organisationId } = organisation
const target = { maker: 'Infusa', model: 'Pump 3', version: '4.2' }

const { privateKey: pgp, publicKey: pgpPublic } = await openpgp.generateKey({
  userIDs: [{ name: 'Infusa PSIRT', email: 'psirt@infusa.example' }],
  format: 'object',
})
const pgpKey = Buffer.from(pgpPublic.armor())
const { privateKey, publicKey } = generateKeyPairSync('ed25519')
const pem = Buffer.from(publicKey.export({ type: 'spki', format: 'pem' }))

function bomOf(name: string): Record<string, unknown> {
  return { bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library', name, version: '1.0' }] }
}

function signedBom(name: string, more: object = {}): string {
  const covered = { algorithm: 'Ed25519', publicKey: publicKey.export({ format: 'jwk' }) }
  const bom = { ...bomOf(name), ...more, signature: covered }
  const value = sign(null, Buffer.from(canonicalize(bom) ?? ''), privateKey).toString('base64url')
  return JSON.stringify({ ...bom, signature: { ...covered, value } })
}

async function detached(bytes: Uint8Array): Promise<Uint8Array> {
  const message = await openpgp.createMessage({ binary: bytes })
  return Buffer.from(await openpgp.sign({ message, signingKeys: pgp, detached: true }))
}

async function add(text: string, signature?: Uint8Array): Promise<Exclude<SbomAdded, { because: string }>> {
  const signed = signature === undefined ? {} : { signature: { bytes: signature, fileName: 'pump.asc' } }
  const added = await addSbom(store, { organisationId, bytes: Buffer.from(text), target, ...signed })
  assert.ok(!('because' in added), JSON.stringify(added))
  return added
}

async function stateOf(sbomId: number): Promise<string> {
  const { signature } = await readSbom(store, organisation, sbomId)
  const listed = await listSboms(store, { organisation, page: { limit: 50 } })
  assert.deepEqual(listed.items.find((each) => each.sbomId === sbomId)?.signature, signature)
  return 'because' in signature ? `${signature.is}: ${signature.because}` : signature.is
}

test('an SBOM without a signature is unsigned, and stays so when keys come', async () => {
  const { sbomId, signature } = await add(JSON.stringify(bomOf('plain')))
  assert.deepEqual(signature, { is: 'unsigned' })
  assert.equal(await stateOf(sbomId), 'unsigned')
})

test('a signed SBOM is of an unknown key until the key is trusted, and again after it was withdrawn', async () => {
  const inside = await add(signedBom('inside'))
  assert.equal(inside.signature.is, 'unknownKey')
  const text = JSON.stringify(bomOf('apart'))
  const apart = await add(text, await detached(Buffer.from(text)))
  assert.equal(apart.signature.is, 'unknownKey')

  const added = await addKey(store, { organisation, bytes: pem, maker: 'Infusa' })
  assert.equal(added.is, 'added')
  assert.ok(added.judged >= 2)
  await addKey(store, { organisation, bytes: pgpKey, maker: 'Infusa' })
  assert.equal(await stateOf(inside.sbomId), 'valid')
  assert.equal(await stateOf(apart.sbomId), 'valid')
  const { signatures, signature } = await readSbom(store, organisation, apart.sbomId)
  assert.deepEqual(signatures, [{ covers: '', state: signature }])
  assert.ok(signature.is === 'valid')
  assert.equal(signature.maker, 'Infusa')
  assert.equal(signature.signer, 'Infusa PSIRT <psirt@infusa.example>')
  assert.equal((await add(text)).signature.is, 'valid', 'sent again, it is still what it was')

  assert.equal((await addKey(store, { organisation, bytes: pem, maker: 'Infusa' })).is, 'unchanged')
  await removeKey(store, organisation, added.key.fingerprint)
  assert.equal(await stateOf(inside.sbomId), 'unknownKey: keyNotTrusted')
  assert.equal(await stateOf(apart.sbomId), 'valid')
  assert.equal((await listKeys(store, organisation)).items.length, 1)
})

test('a signature over other bytes is kept, and makes the SBOM suspect', async () => {
  const { sbomId, signature } = await add(JSON.stringify(bomOf('changed')), await detached(Buffer.from('{}')))
  assert.equal(signature.is, 'invalid')
  assert.equal(await stateOf(sbomId), 'invalid: otherBytes')
})

test('a signature that comes later is judged with what is there already', async () => {
  const text = JSON.stringify(bomOf('later'))
  const { sbomId } = await add(text)
  const bytes = await detached(Buffer.from(text))
  const added = await addSbomSignature(store, organisationId, { sbomId, bytes })
  assert.ok('state' in added)
  assert.equal(added.state?.is, 'valid')
  assert.equal((await addSbomSignature(store, organisationId, { sbomId, bytes })).is, 'unchanged')
  assert.equal((await addSbomSignature(store, south.organisation.organisationId, { sbomId, bytes })).is, 'notFound')
})

test('the term of a key decides by the time of signing', async () => {
  const text = JSON.stringify(bomOf('term'))
  const { sbomId } = await add(text, await detached(Buffer.from(text)))
  assert.equal(await stateOf(sbomId), 'valid')
  await addKey(store, { organisation, bytes: pgpKey, maker: 'Infusa', to: '2020-01-01' })
  assert.equal(await stateOf(sbomId), 'invalid: keyExpired')
  await addKey(store, { organisation, bytes: pgpKey, maker: 'Infusa' })
  assert.equal(await stateOf(sbomId), 'valid')
})

test('what one organisation trusts, another does not, and does not see', async () => {
  assert.deepEqual((await listKeys(store, south.organisation)).items, [])
  const text = JSON.stringify(bomOf('elsewhere'))
  const bytes = Buffer.from(text)
  const signature = { bytes: await detached(bytes) }
  const added = await addSbom(store, { organisationId: south.organisation.organisationId, bytes, target, signature })
  assert.ok(!('because' in added))
  assert.equal(added.signature.is, 'unknownKey')
})

test('bytes that were changed in the database are never valid', async () => {
  const text = JSON.stringify(bomOf('edited'))
  const { sbomId } = await add(text, await detached(Buffer.from(text)))
  assert.equal(await stateOf(sbomId), 'valid')
  await inKnowledgeOf(store, organisationId, async (trx) =>
    trx.client.query(`update sbom set bytes = bytes || '\\x20' where sbom_id = $1`, [sbomId]),
  )
  const { signature } = await readSbom(store, organisation, sbomId)
  assert.ok(signature.is === 'invalid')
  assert.equal(signature.because, 'otherBytes')
})

test('what is no public key, and a term that is none, are refused', async () => {
  const trust = async (bytes: Buffer, more: object = {}): Promise<unknown> =>
    addKey(store, { organisation, bytes, maker: 'Infusa', ...more })
  await assert.rejects(trust(Buffer.from(pgp.armor())), /private key/)
  await assert.rejects(trust(Buffer.from('')), /no public key/)
  await assert.rejects(trust(pem, { maker: ' ' }), /whom the key speaks for/)
  await assert.rejects(trust(pem, { from: 'soon' }), /is no date/)
  await assert.rejects(trust(pem, { from: '2026-01-02', to: '2026-01-01' }), /at no time/)
  await assert.rejects(removeKey(store, organisation, 'ffff'), /names no trusted key/)
})

test('a large document is verified in a thread of its own, to the same verdict', async () => {
  await addKey(store, { organisation, bytes: pem, maker: 'Infusa' })
  const properties = Array.from({ length: 20_000 }, (_, index) => ({
    name: `property ${index}`,
    value: 'x'.repeat(60),
  }))
  const text = signedBom('large', { properties })
  assert.ok(text.length > 1024 * 1024)
  assert.equal((await add(text)).signature.is, 'valid')
  assert.equal((await add(text.replace('"large"', '"other"'))).signature.is, 'invalid')
})
