import assert from 'node:assert/strict'
import { test } from 'node:test'
import * as openpgp from 'openpgp'
import { testHospital } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import type { KeyChanged, Page, SbomAdded, SbomDetail, SignatureAdded, TrustedKey } from './contract.ts'

const { store } = await testHospital(test)
const server = await testServer(test, store)
const { privateKey, publicKey } = await openpgp.generateKey({ userIDs: [{ name: 'Infusa PSIRT' }], format: 'object' })
const bom = JSON.stringify({ bomFormat: 'CycloneDX', specVersion: '1.6', components: [{ type: 'library', name: 'a' }] })
const message = await openpgp.createMessage({ binary: Buffer.from(bom) })
const signature = await openpgp.sign({ message, signingKeys: privateKey, detached: true })

test('a key is trusted, signatures are added and judged, and the trust is withdrawn', async () => {
  const sent = await server.ask('POST /sboms?maker=Infusa&model=Pump&version=4', {}, bom)
  const { sbomId } = sent.json as SbomAdded
  assert.equal((sent.json as SbomAdded).signature.is, 'unsigned')
  const signed = await server.ask(`POST /sboms/${sbomId}/signatures?fileName=pump.asc`, {}, signature)
  assert.equal(signed.status, 201, signed.text)
  assert.equal((signed.json as SignatureAdded).signature.because, 'keyNotTrusted')

  const trusted = await server.ask('POST /keys?maker=Infusa', {}, publicKey.armor())
  assert.equal(trusted.status, 201, trusted.text)
  const { key, judged } = trusted.json as KeyChanged
  assert.deepEqual([key.maker, key.kind, judged], ['Infusa', 'openpgp', 1])
  const { items } = (await server.ask('GET /keys')).json as Page<TrustedKey>
  assert.deepEqual(items, [key])
  const shown = (await server.ask(`GET /sboms/${sbomId}?lang=fr`)).json as SbomDetail
  assert.equal(shown.signature.is, 'valid')
  assert.equal(shown.signature.says, 'signée par Infusa, sous le nom Infusa PSIRT')
  assert.equal(shown.signatures.length, 1)

  const removed = await server.ask(`DELETE /keys/${key.keyId}`)
  assert.equal(removed.status, 200, removed.text)
  assert.equal(((await server.ask(`GET /sboms/${sbomId}`)).json as SbomDetail).signature.is, 'unknownKey')
})

test('what is no key, and an SBOM that is not there, are refused', async () => {
  assert.equal((await server.ask('POST /keys?maker=Infusa', {}, 'no key')).status, 422)
  assert.equal((await server.ask('POST /keys', {}, publicKey.armor())).status, 400)
  assert.equal((await server.ask('POST /sboms/999999/signatures', {}, signature)).status, 404)
  assert.equal((await server.ask('DELETE /keys/999999')).status, 404)
})
