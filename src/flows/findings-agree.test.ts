import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from '../../test/hospital.ts'
import type { TestHospital } from '../../test/hospital.ts'
import { askDevices, findingsOf, listDevices, softwareOf } from './index.ts'

const versions = ['1', '2', '3', '4']
const version = fc.constantFrom(...versions)
const cpeOf = (product: string, at: string) => `cpe:2.3:${product}:${at}:*:*:*:*:*:*:*`

const part = fc.oneof(
  version.map((at) => ({ name: 'pad', version: at, purl: `pkg:npm/pad@${at}` })),
  version.map((at) => ({ name: 'pad', version: at, purl: `pkg:npm/pad@${at}`, cpe: cpeOf('a:pad_project:pad', at) })),
  version.map((at) => ({ name: 'zlib', version: at, cpe: cpeOf('a:zlib:zlib', at) })),
  version.map((at) => ({ name: 'zlib', version: at })),
  version.map((at) => ({
    name: 'zlib1g',
    version: `${at}-1`,
    purl: `pkg:deb/debian/zlib1g@${at}-1?distro=debian-12&upstream=zlib`,
  })),
  version.map((at) => ({ name: 'fw', version: at, cpe: cpeOf('o:acme:pump_firmware', at) })),
  fc.constantFrom('pump', 'monitor').map((name) => ({ name, cpe: cpeOf(`h:acme:${name}`, '-') })),
  fc.constant({ name: 'zlib', cpe: cpeOf('a:zlib:zlib', '*') }),
  fc.constant({ name: 'pad', version: '1', scope: 'excluded', purl: 'pkg:npm/pad@1' }),
)
const sbom = fc.record({ parts: fc.array(part, { maxLength: 5 }), isWhole: fc.boolean() })

const id = fc.constantFrom('CVE-2031-0001', 'CVE-2031-0002', 'CVE-2031-0003', 'CVE-2031-0004')
const vulnerable = fc
  .tuple(fc.constantFrom('a:zlib:zlib', 'a:pad_project:pad', 'o:acme:pump_firmware'), version)
  .map(([product, end]) => cpeMatch(product, '*', { versionEndExcluding: end }))
const hardware = fc.constantFrom('h:acme:pump', 'h:acme:monitor').map((product) => cpeMatch(product, '-', {}, false))
const configuration = fc.oneof(
  vulnerable.map((match) => [[match]]),
  fc.tuple(vulnerable, hardware).map(([match, environment]) => [[match], [environment]]),
)
const ofNvd = fc.record({ id, configurations: fc.array(configuration, { maxLength: 2 }) })
const ofOsv = fc.record({
  ecosystem: fc.constantFrom(['npm', 'pad'] as const, ['Debian:12', 'zlib'] as const),
  fixed: version,
  names: id,
  how: fc.constantFrom('aliases', 'upstream'),
})
const world = fc.record({
  sboms: fc.array(sbom, { minLength: 3, maxLength: 3 }),
  own: sbom,
  nvd: fc.uniqueArray(ofNvd, { selector: (each) => each.id, minLength: 1, maxLength: 4 }),
  osv: fc.array(ofOsv, { minLength: 1, maxLength: 6 }),
})

test('whatever SBOMs and feeds say, the flaws of a device are those for which asking says so', async (t) => {
  await fc.assert(
    fc.asyncProperty(world, async ({ sboms, own, nvd, osv }) => {
      const hospital = await testHospital(t)
      const models = sboms.map((_, index) => `Model ${index}`)
      await hospital.own([...models, 'Model 9'])
      for (const [index, each] of sboms.entries()) await hospital.describe(models[index] ?? '', toSketch(each))
      const ids = await deviceIds(hospital)
      const alone = ids.get('Model 0')
      if (alone !== undefined) await hospital.describe('Model 0', toSketch(own), { deviceId: alone })
      await hospital.load(
        'nvd',
        nvd.map((each) => nvdRecord(each.id, each.configurations)),
      )
      await hospital.load(
        'osv',
        osv.map(({ ecosystem: [ecosystem, name], fixed, names, how }, index) =>
          osvRecord(`OSV-${index}`, ecosystem, name, [{ introduced: '0' }, { fixed }], { [how]: [names] }),
        ),
      )
      await agree(hospital, ids)
    }),
    { numRuns: 12 },
  )
})

function toSketch({ parts, isWhole }: { readonly parts: readonly object[]; readonly isWhole: boolean }) {
  return { parts: parts.map((each) => ({ ...each })), ...(isWhole ? { complete: 'whole' as const } : {}) }
}

async function deviceIds({ store, organisation }: TestHospital) {
  const { items } = await listDevices(store, { organisation, page: { limit: 50 } })
  return new Map(items.map((device) => [device.serial ?? '', device.deviceId]))
}

async function agree({ store, organisation }: TestHospital, ids: Awaited<ReturnType<typeof deviceIds>>): Promise<void> {
  const page = { limit: 100 }
  const found = new Map<string, string>()
  for (const [serial, deviceId] of ids) {
    const { items } = await findingsOf(store, { organisation, deviceId, page })
    for (const { names, verdict, reason } of items) {
      for (const name of names) found.set(`${serial} ${name}`, `${verdict} ${reason}`)
    }
    const { items: lines } = await softwareOf(store, { organisation, deviceId, page })
    const affected = items.filter((each) => each.verdict === 'affected').length
    assert.equal(
      lines.some((line) => line.affected > 0),
      affected > 0,
      serial,
    )
  }
  for (const name of ['CVE-2031-0001', 'CVE-2031-0002', 'CVE-2031-0003', 'CVE-2031-0004']) {
    const { items } = await askDevices(store, { organisation, text: name, fictional: false, page })
    for (const { serial, verdict, reason, why } of items) {
      const isListed = why.some((each) => each.component !== undefined && each.reason !== 'listedOutsideRange')
      const asked = verdict === 'affected' || (verdict === 'unknown' && isListed) ? `${verdict} ${reason}` : undefined
      assert.equal(found.get(`${serial} ${name}`), asked, `${serial} ${name}: ${verdict} ${reason}`)
    }
  }
}
