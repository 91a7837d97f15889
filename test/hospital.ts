import { randomUUID } from 'node:crypto'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { addSbom, createOrganisation, importAssets, loadFeed, rematch, tellAnswer } from '../src/flows/index.ts'
import type { SbomTarget } from '../src/flows/index.ts'
import type { Answer, AnsweredDevice, DeviceId, ModelVersionVerdict } from '../src/model/index.ts'
import type { Organisation, Store } from '../src/store/index.ts'
import { testStore } from './database.ts'

/** A component as CycloneDX JSON writes it; type and name may be left out. */
export type Part = { readonly [field: string]: unknown }

export interface SbomSketch {
  readonly parts: readonly Part[]
  /** What `compositions` says of the whole device, or of the first part. */
  readonly complete?: 'whole' | 'inner'
}

/** An answer with its lists in full. */
export type WholeAnswer = Answer & {
  readonly modelVersions: readonly ModelVersionVerdict[]
  readonly devices: readonly AnsweredDevice[]
}

/** A hospital in a database of its own, filled piece by piece through the flows that people use. The maker of every model is "Maker". */
export interface TestHospital {
  readonly store: Store
  readonly organisation: Organisation
  /** Loads records, and for OSV some on other packages of the same ecosystems, so that these count as loaded; not when `alone`. */
  readonly load: (feed: 'nvd' | 'osv' | 'cve', records: readonly object[], alone?: 'alone') => Promise<void>
  readonly describe: (model: string, sketch: SbomSketch, target?: SbomTarget) => Promise<void>
  /** One device of each model, version 1; the serial number is that of the model. Fields replace those of the line. */
  readonly own: (models: readonly string[], fields?: Readonly<Record<string, string>>) => Promise<void>
  readonly ask: (question: string) => Promise<WholeAnswer>
  /** `verdict reason` of each model's first device. */
  readonly verdicts: (question: string) => Promise<Record<string, string>>
}

export async function testHospital(
  scope: Parameters<typeof testStore>[0],
  name = 'Test hospital',
  shared?: Store,
): Promise<TestHospital> {
  const store = shared ?? (await testStore(scope))
  const organisation = await createOrganisation(store, name)
  const { organisationId } = organisation
  const hospital: TestHospital = {
    store,
    organisation,
    load: async (feed, given, alone) => {
      const records = feed === 'osv' && alone === undefined ? [...given, ...othersOf(given)] : given
      const folder = await mkdtemp(join(tmpdir(), 'auscult-feed-'))
      await writeFile(join(folder, 'feed.json'), records.map((record) => JSON.stringify(record)).join('\n'))
      await loadFeed(store, { path: folder, feed })
      await rm(folder, { recursive: true })
      await rematch(store, 'stale')
    },
    describe: async (model, sketch, target = { maker: 'Maker', model, version: '1' }) => {
      const added = await addSbom(store, { organisationId, bytes: toCycloneDx(model, sketch), target })
      if (added.is === 'refused') throw new Error(added.because)
      await rematch(store, 'stale')
    },
    own: async (models, fields = {}) => {
      const columns = ['serial', 'maker', 'model', 'software version', 'site', 'ward', 'status']
      const line = (model: string): string[] =>
        columns.map(
          (column) =>
            fields[column] ??
            { serial: model, maker: 'Maker', model, 'software version': '1', site: 'North', ward: 'ICU' }[column] ??
            '',
        )
      const csv = [columns, ...models.map(line)].map((cells) => cells.join(',')).join('\n')
      const imported = await importAssets(store, {
        organisationId,
        fileName: 'list.csv',
        bytes: Buffer.from(csv),
        dryRun: false,
        now: new Date(),
      })
      if (imported.is === 'refused' || imported.keptApart.length > 0) throw new Error(JSON.stringify(imported))
    },
    ask: async (question) => {
      const look = { language: 'en', colour: false, width: 100, all: true } as const
      const asked = { organisation, text: question, fictional: false, as: 'json', look } as const
      const told = await tellAnswer(store, asked, async ({ pieces }) => (await Array.fromAsync(pieces)).join(''))
      if (told.is !== 'answer') throw new Error(JSON.stringify(told))
      return JSON.parse(told.value) as WholeAnswer
    },
    verdicts: async (question) => {
      const { devices } = await hospital.ask(question)
      return Object.fromEntries(devices.map((device) => [device.serial ?? '', `${device.verdict} ${device.reason}`]))
    },
  }
  return hospital
}

export function deviceIdOf(answer: WholeAnswer, serial: string): DeviceId {
  const device = answer.devices.find((each) => each.serial === serial)
  if (device === undefined) throw new Error(`no device ${serial}`)
  return device.deviceId
}

function toCycloneDx(model: string, { parts, complete }: SbomSketch): Uint8Array {
  const components = parts.map((part, index) => ({
    type: 'library',
    name: `part-${index}`,
    'bom-ref': `part-${index}`,
    ...part,
  }))
  const assemblies = complete === 'whole' ? ['device'] : ['part-0']
  const bom = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${randomUUID()}`,
    metadata: { component: { type: 'device', name: model, 'bom-ref': 'device' } },
    components,
    ...(complete === undefined ? {} : { compositions: [{ aggregate: 'complete', assemblies }] }),
  }
  return Buffer.from(JSON.stringify(bom))
}

/** An OSV record on one package, with `events` in the order given. */
export function osvRecord(
  id: string,
  ecosystem: string,
  name: string,
  events: readonly object[],
  more: object = {},
): object {
  const affected = [{ package: { ecosystem, name }, ranges: [{ type: 'ECOSYSTEM', events }] }]
  return {
    schema_version: '1.7.5',
    id,
    modified: '2025-01-01T00:00:00Z',
    published: '2025-01-01T00:00:00Z',
    summary: `made-up flaw ${id}`,
    affected,
    ...more,
  }
}

/** Made-up records on five other packages of each ecosystem that the records speak of. */
function othersOf(records: readonly object[]): object[] {
  const ecosystems = new Set(
    [...JSON.stringify(records).matchAll(/"ecosystem":"([^"]+)"/g)].map(([, name = '']) => name),
  )
  return [...ecosystems].flatMap((ecosystem) =>
    [1, 2, 3, 4, 5].map((n) =>
      osvRecord(`OTHER-${ecosystem.replace(/[^A-Za-z0-9.:-]/g, '-')}-${n}`, ecosystem, `other-package-${n}`, [
        { introduced: '0' },
        { fixed: '1' },
      ]),
    ),
  )
}

/** One `cpeMatch`: `cpeMatch('a:openssl:openssl', '*', { versionEndExcluding: '1.1.1' })`. */
export function cpeMatch(product: string, version: string, bounds: object = {}, vulnerable = true): object {
  return {
    vulnerable,
    criteria: `cpe:2.3:${product}:${version}:*:*:*:*:*:*:*`,
    matchCriteriaId: randomUUID(),
    ...bounds,
  }
}

/** A record of the CVE List with these `affected` blocks; `more` are further members of the authority's container. */
export function cveRecord(id: string, affected: readonly object[], more: object = {}): object {
  const dates = { datePublished: '2025-01-01T00:00:00Z', dateUpdated: '2025-01-02T00:00:00Z' }
  const descriptions = [{ lang: 'en', value: `made-up flaw ${id}` }]
  return {
    dataType: 'CVE_RECORD',
    cveMetadata: { cveId: id, state: 'PUBLISHED', ...dates },
    containers: { cna: { descriptions, affected, ...more } },
  }
}

/** An NVD record; each configuration is a list of nodes that must all hold, each node a list of alternatives. */
export function nvdRecord(
  id: string,
  configurations: readonly (readonly (readonly object[])[])[],
  more: object = {},
): object {
  return {
    cve: {
      id,
      sourceIdentifier: 'test@example.org',
      published: '2025-01-01T00:00:00.000',
      lastModified: '2025-01-02T00:00:00.000',
      vulnStatus: 'Analyzed',
      descriptions: [{ lang: 'en', value: `made-up flaw ${id}` }],
      metrics: {},
      references: [],
      configurations: configurations.map((nodes) => ({
        ...(nodes.length > 1 ? { operator: 'AND' } : {}),
        nodes: nodes.map((matches) => ({ operator: 'OR', negate: false, cpeMatch: matches })),
      })),
      ...more,
    },
  }
}
