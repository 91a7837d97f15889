import type { Answer, AnsweredDevice, DeviceId, ModelVersionVerdict, OrganisationId, Why } from '../model/index.ts'
import type { AnswerLists } from './exporter.ts'

const why: Why = {
  reason: 'listedInRange',
  tier: 1,
  component: { name: 'libparse', version: '1.2', purl: 'pkg:generic/libparse@1.2' },
  vulnerability: 'CVE-2030-0001',
  advisory: 'nvd CVE-2030-0001',
  range: '< 1.3',
  sbom: {
    sbomId: 7,
    fileName: 'pump.cdx.json',
    sha256: 'ab'.repeat(32),
    format: 'CycloneDX 1.6',
    addedAt: '2030-01-02T00:00:00.000Z',
  },
}

/** A made-up answer that has something of everything. */
export const madeUpAnswer: Answer = {
  query: 'CVE-2030-0001',
  organisation: { organisationId: '00000000-0000-4000-8000-000000000001' as OrganisationId, name: 'North' },
  question: 'flaw',
  fictional: true,
  asOf: '2030-01-31T23:59:59.999Z',
  flaw: {
    id: 'CVE-2030-0001',
    names: ['CVE-2030-0001', 'GHSA-aaaa-bbbb-cccc'],
    summary: 'A parser writes past its end.',
    cvss: { base: 9.8, vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', source: 'nvd@nist.gov' },
    exploitedSince: '2030-01-15',
    epssProbability: 0.12345,
    ssvc: { source: 'CISA-ADP', exploitation: 'active', automatable: 'yes', technicalImpact: 'total' },
    blindSpot: false,
    sources: ['nvd CVE-2030-0001'],
  },
  counts: { affected: 2, unknown: 1, notListed: 1500, notAffected: 4 },
  inScope: 1507,
  outOfScope: { scrapped: 3, noSoftware: 1 },
  reasons: [
    { verdict: 'affected', reason: 'listedInRange', devices: 2 },
    { verdict: 'unknown', reason: 'noSbom', devices: 1 },
    { verdict: 'notListed', reason: 'notListed', devices: 1500 },
    { verdict: 'notAffected', reason: 'absentFromCompleteSbom', devices: 4 },
  ],
  settles: [{ need: 'sbom', devices: 1, maker: 'Acme', model: 'Monitor', version: '5' }],
  feeds: [{ feed: 'nvd', loadedAt: '2030-01-30T08:00:00.000Z', newestAt: '2030-01-29T00:00:00.000Z', records: 12345 }],
  notes: [{ is: 'corrected', asked: 'opensll', taken: ['openssl'] }],
  devicesTotal: 1507,
}

/** Its lines by model version. */
export const madeUpModels: readonly ModelVersionVerdict[] = [
  {
    modelVersionId: 1,
    maker: 'Acme',
    model: 'Pump',
    version: '2.0',
    verdict: 'affected',
    reason: 'listedInRange',
    devices: 2,
  },
  { modelVersionId: 2, maker: 'Acme', model: 'Monitor', verdict: 'unknown', reason: 'noSbom', devices: 1 },
  {
    modelVersionId: 3,
    maker: 'Acme',
    model: 'Scale',
    version: '1',
    verdict: 'notListed',
    reason: 'notListed',
    devices: 1500,
  },
  {
    modelVersionId: 4,
    maker: 'Acme',
    model: 'Lamp',
    version: '1',
    verdict: 'notAffected',
    reason: 'absentFromCompleteSbom',
    devices: 4,
  },
]

/** An affected device; fields replace those of the made-up one. */
export function device(number: number, fields: Partial<AnsweredDevice> = {}): AnsweredDevice {
  return {
    deviceId: `00000000-0000-4000-8000-${String(number).padStart(12, '0')}` as DeviceId,
    modelVersionId: 1,
    assetTag: `T-${number}`,
    serial: `S${number}`,
    maker: 'Acme',
    model: 'Pump',
    softwareVersion: '2.0',
    versionSource: `equipment list list.csv, line ${number + 1}`,
    versionSeenAt: '2030-01-03T00:00:00.000Z',
    site: 'North',
    ward: 'Intensive care',
    room: '12',
    macs: ['02:00:00:00:00:01'],
    ips: ['10.0.0.1'],
    scope: 'inScope',
    verdict: 'affected',
    reason: 'listedInRange',
    why: [why],
    whyTotal: 1,
    ...fields,
  }
}

/** The lists of an answer, from arrays. */
export function toLists(devices: readonly AnsweredDevice[], models = madeUpModels): AnswerLists {
  return {
    models: async () => models,
    examples: async (lines) => {
      const none = { why: [], whyTotal: 0 }
      return lines.map(
        (line) =>
          devices.find((each) => each.modelVersionId === line.modelVersionId && each.reason === line.reason) ?? {
            ...none,
            reason: line.reason,
          },
      )
    },
    devices: async function* (verdicts) {
      yield* devices.filter(({ verdict }) => verdicts === undefined || (verdict !== null && verdicts.includes(verdict)))
    },
  }
}
