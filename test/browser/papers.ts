import assert from 'node:assert/strict'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as openpgp from 'openpgp'
import type { Page } from 'playwright-core'
import { advisoryOn, flawNobodyCanMatch, openVexOn } from './paper-documents.ts'
import type { ServedDemo } from './served.ts'

/** Devices of a model of the fictional hospital on which makers have written much. */
export interface Papers {
  readonly deviceId: string
  /** Of a version of the same model for which a decision on the other one waits. */
  readonly nextDeviceId: string
  /** Of a model whose SBOM bears a signature that is wrong. */
  readonly forgedDeviceId: string
  readonly diff: string
}

interface Device {
  readonly deviceId: string
  readonly modelVersionId: number
  readonly softwareVersion?: string
}

const [maker, model, version, next] = ['Sélénor', 'Glykomo G2', '3.1', '3.4']

/** What is stated of the model, as addresses and documents name it. */
export const papersOf = {
  maker,
  model,
  advised: 'CVE-2020-15858',
  disputed: 'CVE-2021-31571',
  blind: 'CVE-2031-4242',
} as const

/** Brings them as makers and hospital do: an advisory, statements that disagree, a decision, signatures, a corrected SBOM, a flaw without versions. */
export async function bringPapers(served: ServedDemo, page: Page): Promise<Papers> {
  const { deviceId, modelVersionId } = await deviceOf(page, maker, model, version)
  const following = await deviceOf(page, maker, model, next)
  const forged = await deviceOf(page, 'Velmora', 'Perfuline Duo', '2.1')
  const sbomId = await sbomOf(page, deviceId)
  const folder = await mkdtemp(join(tmpdir(), 'auscult-papers-'))
  const write = async (name: string, content: string): Promise<string> => {
    await writeFile(join(folder, name), content)
    return join(folder, name)
  }
  try {
    served.run('feed', 'import', await write('advisory.json', JSON.stringify(advisoryOn({ maker, model, version }))))
    served.run('feed', 'import', await write('CVE-2031-4242.json', JSON.stringify(flawNobodyCanMatch)))
    for (const [name, document] of Object.entries(openVexOn({ maker, model, version })))
      served.run('vex', 'add', await write(`${name}.openvex.json`, JSON.stringify(document)))
    await post(served, page, '/triage', { ...decision, modelVersionId })
    const replacement = await write('glykomo-corrected.cdx.json', await corrected(page, sbomId))
    served.run('sbom', 'add', replacement, '--replaces', String(sbomId))
    const keys = await newKey('Sélénor PSIRT')
    served.run('key', 'add', await write('selenor.asc', keys.publicKey), '--maker', maker)
    await sign(served, page, { sbomId: await sbomOf(page, deviceId), keys, forges: false })
    await sign(served, page, { sbomId: await sbomOf(page, forged.deviceId), keys, forges: true })
  } finally {
    await rm(folder, { recursive: true })
  }
  return {
    deviceId,
    nextDeviceId: following.deviceId,
    forgedDeviceId: forged.deviceId,
    diff: `/diff?from=${sbomId}&to=${await sbomOf(page, deviceId)}`,
  }
}

const decision = {
  vulnerability: 'CVE-2020-15858',
  status: 'underInvestigation',
  reason: 'Le modem est coupé dans nos services ; essai prévu avec le biomédical.',
  author: 'M. Aubert',
}

async function deviceOf(page: Page, ...words: readonly string[]): Promise<Device> {
  const [maker = '', model = '', version] = words
  const query = new URLSearchParams({ maker, model, limit: '500' })
  const { items } = await get<{ readonly items: readonly Device[] }>(page, `/devices?${query}`)
  const found = items.find(({ softwareVersion }) => softwareVersion === version)
  assert.ok(found, `no device ${words.join(' ')}`)
  return found
}

/** The first SBOM that a device is judged by. */
async function sbomOf(page: Page, deviceId: string): Promise<number> {
  const { sboms } = await get<{ readonly sboms: readonly { readonly sbomId: number }[] }>(page, `/devices/${deviceId}`)
  const [sbom] = sboms
  assert.ok(sbom)
  return sbom.sbomId
}

/** The same SBOM, in which one component more was found. */
async function corrected(page: Page, sbomId: number): Promise<string> {
  const response = await page.request.get(`/api/v1/sboms/${sbomId}/document`)
  const document = (await response.json()) as { components: object[] }
  document.components.push({
    type: 'library',
    name: 'lodash',
    version: '4.17.20',
    purl: 'pkg:npm/lodash@4.17.20',
  })
  return JSON.stringify(document)
}

interface Keys {
  readonly privateKey: string
  readonly publicKey: string
}

async function newKey(name: string): Promise<Keys> {
  return openpgp.generateKey({ userIDs: [{ name, email: 'psirt@selenor.example' }], format: 'armored' })
}

interface ToSign {
  readonly sbomId: number
  readonly keys: Keys
  /** Signs other bytes than those of the SBOM. */
  readonly forges: boolean
}

async function sign(served: ServedDemo, page: Page, { sbomId, keys, forges }: ToSign): Promise<void> {
  const document = await (await page.request.get(`/api/v1/sboms/${sbomId}/document`)).body()
  const binary = forges ? Buffer.concat([document, Buffer.from('\n')]) : document
  const signingKeys = await openpgp.readPrivateKey({ armoredKey: keys.privateKey })
  const message = await openpgp.createMessage({ binary: new Uint8Array(binary) })
  const signature = await openpgp.sign({ message, signingKeys, detached: true })
  await post(served, page, `/sboms/${sbomId}/signatures?fileName=sbom.asc`, signature)
}

async function get<T>(page: Page, path: string): Promise<T> {
  const response = await page.request.get(`/api/v1${path}`)
  assert.equal(response.status(), 200, `${path}: ${await response.text()}`)
  return (await response.json()) as T
}

async function post(served: ServedDemo, page: Page, path: string, body: object | string): Promise<void> {
  const type = typeof body === 'string' ? 'application/octet-stream' : 'application/json'
  const response = await page.request.post(`/api/v1${path}`, {
    headers: { origin: served.address, 'content-type': type },
    data: typeof body === 'string' ? Buffer.from(body) : body,
  })
  assert.ok(response.ok(), `${path}: ${response.status()} ${await response.text()}`)
}
