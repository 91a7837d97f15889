import assert from 'node:assert/strict'
import { test } from 'node:test'
import Schema from 'typebox/schema'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from '../../test/hospital.ts'
import { testServer } from '../../test/server.ts'
import type { Answered } from '../../test/server.ts'
import type { AskResponse, Counts, Device, DeviceDetail, Page } from './contract.ts'

const north = await testHospital(test, 'North')
const south = await testHospital(test, 'South', north.store)
const { store } = north
const leaky = { name: 'leaky', version: '1.0.0', purl: 'pkg:npm/leaky@1.0.0' }
const flawed = [{ introduced: '0' }, { fixed: '2.0.0' }]

await north.load('osv', [osvRecord('GHSA-aaaa-aaaa-aaaa', 'npm', 'leaky', flawed, { aliases: ['CVE-2031-0001'] })])
await north.load('nvd', [nvdRecord('CVE-2031-0002', [[[cpeMatch('a:acme:rtos', '*', { versionEndExcluding: '9' })]]])])
await north.describe('Pump', { parts: [leaky, { name: 'zlib', version: '1.2.11' }] })
await north.own(['n-1', 'n-2', 'n-3'], { model: 'Pump', ward: 'Réanimation' })
await north.own(['n-4'], { model: 'Monitor', ward: '' })
await north.own(['n-5'], { model: 'Scanner', status: 'scrapped' })
await south.describe('Pump', { parts: [leaky] })
await south.own(['s-1'], { model: 'Pump' })

const server = await testServer(test, store)
const document = (await server.ask('GET /openapi.json')).json as {
  components: object
  paths: Record<string, Record<string, { responses: Record<string, { content: Record<string, { schema: object }> }> }>>
}

/** Asks for North, and holds the body against the schema that the interface gives of itself: nothing missing, and nothing that it does not tell. */
async function read<T>(path: string, headers: Record<string, string> = {}): Promise<T> {
  const answered = await server.ask(`GET ${withOrganisation(path, 'North')}`, headers)
  assert.equal(answered.status, 200, answered.text)
  assertDocumented(path, answered)
  return answered.json as T
}

function withOrganisation(path: string, name: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}organisation=${name}`
}

function assertDocumented(path: string, { json }: Answered): void {
  const [plain = ''] = path.split('?')
  const pattern =
    Object.keys(document.paths).find((each) => new RegExp(`^${each.replace(/\{\w+\}/g, '[^/]+')}$`).test(plain)) ?? ''
  const schema = document.paths[pattern]?.['get']?.responses['200']?.content['application/json']?.schema
  assert.ok(schema, `${plain} is not in the document`)
  const whole = closed({ ...schema, components: document.components }) as Parameters<typeof Schema.Check>[0]
  const [isRight, errors] = Schema.Errors(whole, json)
  assert.ok(isRight, `${path}: ${JSON.stringify(errors.slice(0, 3))}`)
}

/** The same schema, which takes nothing beside what it names. */
function closed(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(closed)
  if (typeof node !== 'object' || node === null) return node
  const entries = Object.entries(node).map(([key, value]) => [key, closed(value)] as const)
  const more = 'properties' in node && 'type' in node ? { additionalProperties: false } : {}
  return { ...Object.fromEntries(entries), ...more }
}

/** All items of a list, page by page. */
async function readAll<T>(path: string, limit: number): Promise<T[]> {
  const items: T[] = []
  for (let after = ''; ;) {
    const page: Page<T> = await read(`${path}${path.includes('?') ? '&' : '?'}limit=${limit}${after}`)
    assert.ok(page.items.length <= limit)
    items.push(...page.items)
    if (page.next === undefined) return items
    after = `&after=${encodeURIComponent(page.next)}`
  }
}

test('a question is answered with counts that add up, and with the devices to act on first', async () => {
  const { answer, devices } = await read<AskResponse>('/ask?q=CVE-2031-0001')
  const counts = answer.counts as Counts
  assert.deepEqual(counts, { affected: 3, unknown: 1, notListed: 0, notAffected: 0 })
  assert.equal(answer.inScope, 4)
  assert.deepEqual(answer.outOfScope, { scrapped: 1, noSoftware: 0 })
  assert.deepEqual(
    devices.items.map(({ serial, verdict }) => `${serial} ${verdict}`),
    ['n-1 affected', 'n-2 affected', 'n-3 affected', 'n-4 unknown'],
  )
  assert.ok(devices.items.every(({ why, reasonSays }) => why.length > 0 && reasonSays !== undefined))
  assert.equal((await read<AskResponse>('/ask?q=CVE-2031-0001&limit=2')).devices.items.length, 2)
})

test('texts are in the language of the address, else in that of the browser; codes are in none', async () => {
  const english = await read<AskResponse>('/ask?q=CVE-2031-0001')
  const french = await read<AskResponse>('/ask?q=CVE-2031-0001&lang=fr', { 'accept-language': 'en' })
  const preferred = await read<AskResponse>('/ask?q=CVE-2031-0001', { 'accept-language': 'fr-CH,fr;q=0.9' })
  assert.equal(english.answer.says.verdicts.affected, 'Affected')
  assert.equal(french.answer.says.verdicts.affected, 'Affecté')
  assert.deepEqual(preferred, french)
  assert.deepEqual(french.answer.counts, english.answer.counts)
  assert.match(french.answer.says.safety, /^« Affecté » signifie/)
  const { headers } = await server.ask('GET /ask?q=zlib&organisation=North', { 'accept-language': 'fr' })
  assert.deepEqual([headers['content-language'], headers['vary']], ['fr', 'accept-language'])
})

test('lists read page by page give the same as a whole one, in one order', async () => {
  for (const path of [
    '/ask/devices?q=CVE-2031-0001',
    '/ask/models?q=CVE-2031-0001',
    '/ask/wards?q=CVE-2031-0001',
    '/devices',
    '/models',
    '/sboms',
    '/vulnerabilities',
  ]) {
    const whole = await readAll(path, 500)
    assert.ok(whole.length > 0, path)
    for (const limit of [1, 2]) assert.deepEqual(await readAll(path, limit), whole, path)
  }
})

test('devices of an answer are narrowed by class, site and ward; wards add up to the counts', async () => {
  const serials = async (query: string) =>
    (await readAll<Device>(`/ask/devices?q=CVE-2031-0001${query}`, 50)).map(({ serial }) => serial)
  assert.deepEqual(await serials('&verdict=unknown'), ['n-4'])
  assert.deepEqual(await serials('&verdict=unknown&verdict=affected&ward=reanimation'), ['n-1', 'n-2', 'n-3'])
  assert.deepEqual(await serials('&ward='), ['n-4'])
  assert.deepEqual(await serials('&site=South'), [])
  const wards = await readAll<{ ward?: string; counts: Counts }>('/ask/wards?q=CVE-2031-0001', 50)
  assert.deepEqual(
    wards.map(({ ward, counts }) => [ward, counts.affected, counts.unknown]),
    [
      ['Réanimation', 3, 0],
      [undefined, 0, 1],
    ],
  )
})

test('where findings of a device are shown, what to leave alone can be shown with them, as on every answer', async () => {
  const [device] = await readAll<Device>('/devices?q=n-1', 50)
  for (const lang of ['en', 'fr']) {
    const { answer } = await read<AskResponse>(`/ask?q=CVE-2031-0001&lang=${lang}`)
    const { says } = await read<DeviceDetail>(`/devices/${device?.deviceId}?lang=${lang}`)
    assert.deepEqual(says, { safety: answer.says.safety })
  }
})

test('a device is read with its SBOMs, its software and its flaws', async () => {
  const [device] = await readAll<Device>('/devices?q=n-1', 50)
  assert.ok(device)
  const detail = await read<DeviceDetail>(`/devices/${device.deviceId}`)
  assert.deepEqual(detail.device, device)
  assert.deepEqual([detail.findings, detail.sboms.map(({ of }) => of)], [{ affected: 1, unknown: 0 }, ['modelVersion']])
  const software = await readAll<{ component: { name: string }; affected: number }>(
    `/devices/${device.deviceId}/software`,
    1,
  )
  assert.deepEqual(software.map(({ component, affected }) => `${component.name} ${affected}`).sort(), [
    'Pump 0',
    'leaky 1',
    'zlib 0',
  ])
  const [finding] = await readAll<{ names: string[]; says: string; verdict: string }>(
    `/devices/${device.deviceId}/findings`,
    50,
  )
  assert.ok(finding?.names.includes('CVE-2031-0001'))
  assert.equal(finding?.verdict, 'affected')
})

test('hospitals never see each other, and each request says whose fleet it means', async () => {
  const [device] = await readAll<Device>('/devices?q=n-1', 50)
  assert.ok(device)
  const [sbom] = await readAll<{ sbomId: number }>('/sboms', 50)
  assert.ok(sbom)
  for (const path of [
    `/devices/${device.deviceId}`,
    `/devices/${device.deviceId}/software`,
    `/devices/${device.deviceId}/findings`,
    `/sboms/${sbom.sbomId}`,
    `/sboms/${sbom.sbomId}/document`,
  ])
    assert.equal((await server.ask(`GET ${withOrganisation(path, 'South')}`)).status, 404, path)
  const ofSouth = (await server.ask('GET /devices?organisation=South')).json as Page<Device>
  assert.deepEqual(
    ofSouth.items.map(({ serial }) => serial),
    ['s-1'],
  )
  assert.equal((await server.ask('GET /devices')).status, 400)
  const byId = await server.ask(`GET /organisation?organisation=${south.organisation.organisationId}`)
  assert.deepEqual(byId.json, south.organisation)
  assert.deepEqual((await server.ask('GET /organisations')).json, { items: [north.organisation, south.organisation] })
})

test('a server that was started for one hospital means it where a request names none', async (t) => {
  const ofSouth = await testServer(t, store, { organisation: 'South', fictional: true })
  assert.deepEqual((await ofSouth.ask('GET /organisation')).json, south.organisation)
  const { answer } = (await ofSouth.ask('GET /ask?q=leaky')).json as AskResponse
  assert.equal(answer.organisation.name, 'South')
  assert.match(answer.says.fictional ?? '', /^FICTIONAL/)
})

test('public knowledge is read by any of its names, with what each source says', async () => {
  const flaw = await read<{ names: string[]; records: { feed: string; ranges: unknown[] }[] }>(
    '/vulnerabilities/cve-2031-0001',
  )
  assert.deepEqual(flaw.names.toSorted(), ['CVE-2031-0001', 'GHSA-aaaa-aaaa-aaaa'])
  assert.deepEqual(
    flaw.records.map(({ feed }) => feed),
    ['osv'],
  )
  const listed = await readAll<{ id: string }>('/vulnerabilities?prefix=cve-2031', 1)
  assert.ok(listed.length >= 2)
  const feeds = (await server.ask('GET /feeds?lang=fr')).json as Page<{ feed: string; says: string }>
  assertDocumented('/feeds', await server.ask('GET /feeds'))
  assert.deepEqual(feeds.items.map(({ feed }) => feed).toSorted(), ['nvd', 'osv'])
  assert.match(feeds.items.map(({ says }) => says).join(), /du /)
})

test('the search box is offered what begins so, and nothing that the hospital may not see', async () => {
  const offered = async (q: string) =>
    (await read<Page<{ is: string; label: string }>>(`/suggest?q=${encodeURIComponent(q)}`)).items.map(
      ({ is, label }) => `${is} ${label}`,
    )
  assert.ok((await offered('CVE-2031')).includes('flaw CVE-2031-0001'))
  assert.deepEqual(await offered('leak'), ['component leaky'])
  assert.deepEqual(await offered('n-1'), ['device n-1'])
  assert.deepEqual(await offered('s-1'), [])
  assert.deepEqual(await offered(''), [])
  assert.equal((await read<Page<unknown>>('/suggest?q=CVE&limit=1')).items.length, 1)
})

test('what changed between two SBOMs is counted and listed, and one is exported', async () => {
  await north.describe('Pump', { parts: [{ ...leaky, version: '2.0.0', purl: 'pkg:npm/leaky@2.0.0' }] })
  const { items } = await read<Page<{ sbomId: number }>>('/sboms')
  const [newer = 0, older = 0] = items.map(({ sbomId }) => sbomId)
  const counts = await read<{ flaws: { fixed: number }; says: { flaws: string } }>(
    `/diff?from=${older}&to=${newer}&lang=en`,
  )
  assert.equal(counts.flaws.fixed, 1)
  assert.match(counts.says.flaws, /1 fixed/)
  const flaws = await read<Page<{ turn: string }>>(`/diff/flaws?from=${older}&to=${newer}`)
  assert.deepEqual(
    flaws.items.map(({ turn }) => turn),
    ['fixed'],
  )
  const changed = await read<Page<{ change: string }>>(`/diff/components?from=${older}&to=sbom:${newer}&change=changed`)
  assert.ok(changed.items.every(({ change }) => change === 'changed'))
  const exported = await server.ask(`GET /sbom-export?what=${newer}&format=spdx&organisation=North`)
  assert.deepEqual([exported.status, exported.headers['content-type']], [200, 'application/spdx+json'])
  assert.match(String(exported.headers['content-disposition']), /attachment; filename="?sbom-\d+\.spdx\.json/)
  assert.equal((exported.json as { spdxVersion: string }).spdxVersion, 'SPDX-2.3')
  assert.equal((await server.ask(`GET /sbom-export?what=${newer}&organisation=South`)).status, 404)
  const depth = await read<{ components: number; says: string[] }>(`/sboms/${newer}/depth?lang=fr`)
  assert.deepEqual([depth.components, depth.says[1]], [2, 'Les assemblages sont imbriqués sur 1 niveaux.'])
})

test('an SBOM that is taken back is no longer in force, and says so', async () => {
  const { items } = await read<Page<{ sbomId: number }>>('/sboms')
  const sbomId = items[0]?.sbomId ?? 0
  const gone = await server.ask(`DELETE /sboms/${sbomId}?because=wrong&organisation=North`)
  assert.deepEqual([gone.status, gone.text], [204, ''])
  const after = await read<Page<{ sbomId: number }>>('/sboms')
  assert.ok(!after.items.some((each) => each.sbomId === sbomId))
  const all = await read<Page<{ sbomId: number; retiredBecause?: string }>>('/sboms?all=true')
  assert.equal(all.items.find((each) => each.sbomId === sbomId)?.retiredBecause, 'wrong')
  assert.equal((await server.ask(`DELETE /sboms/${sbomId}?organisation=North`)).status, 422)
})
