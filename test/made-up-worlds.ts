import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { statementRoles } from '../src/model/index.ts'
import type { AliasFact, CorrectionFact } from '../src/model/index.ts'
import { cpeMatch, nvdRecord, osvRecord } from './hospital.ts'
import type { SbomSketch } from './hospital.ts'

/** The flaws that feeds of a made-up world speak of; the last ones perhaps not. */
export const flawsOfWorlds = ['CVE-2031-0001', 'CVE-2031-0002', 'CVE-2031-0003', 'CVE-2031-0004'] as const

const version = fc.constantFrom('1', '2', '3', '4')
const cpeOf = (product: string, at: string) => `cpe:2.3:${product}:${at}:*:*:*:*:*:*:*`

const part = fc.oneof(
  version.map((at) => ({ name: 'pad', version: at, purl: `pkg:npm/pad@${at}` })),
  version.map((at) => ({ name: 'pad', version: at, purl: `pkg:npm/pad@${at}`, cpe: cpeOf('a:pad_project:pad', at) })),
  version.map((at) => ({ name: 'zlib', version: at, cpe: cpeOf('a:zlib:zlib', at) })),
  version.map((at) => ({ name: 'zlib', version: at })),
  fc.tuple(version, fc.constantFrom('12', '11')).map(([at, release]) => ({
    name: 'zlib1g',
    version: `${at}-1`,
    purl: `pkg:deb/debian/zlib1g@${at}-1?distro=debian-${release}&upstream=zlib`,
  })),
  version.map((at) => ({ name: 'fw', version: at, cpe: cpeOf('o:acme:pump_firmware', at) })),
  fc.constantFrom('pump', 'monitor').map((name) => ({ name, cpe: cpeOf(`h:acme:${name}`, '-') })),
  fc.constant({ name: 'zlib', cpe: cpeOf('a:zlib:zlib', '*') }),
  fc.constant({ name: 'pad', version: '1', scope: 'excluded', purl: 'pkg:npm/pad@1' }),
)

/** An SBOM of a few parts, of the whole device or of some of it. */
export const sketches: fc.Arbitrary<SbomSketch> = fc
  .record({ parts: fc.array(part, { maxLength: 5 }), isWhole: fc.boolean() })
  .map(({ parts, isWhole }) => ({
    parts: parts.map((each) => ({ ...each })),
    ...(isWhole ? { complete: 'whole' as const } : {}),
  }))

const id = fc.constantFrom(...flawsOfWorlds)
const vulnerable = fc
  .tuple(fc.constantFrom('a:zlib:zlib', 'a:pad_project:pad', 'o:acme:pump_firmware'), version)
  .map(([product, end]) => cpeMatch(product, '*', { versionEndExcluding: end }))
const exact = fc
  .tuple(fc.constantFrom('a:zlib:zlib', 'a:pad_project:pad', 'o:acme:pump_firmware'), version)
  .map(([product, at]) => cpeMatch(product, at))
const hardware = fc.constantFrom('h:acme:pump', 'h:acme:monitor').map((product) => cpeMatch(product, '-', {}, false))
const configuration = fc.oneof(
  vulnerable.map((match) => [[match]]),
  fc.tuple(vulnerable, hardware).map(([match, environment]) => [[match], [environment]]),
  fc
    .tuple(
      fc.array(fc.oneof(vulnerable, exact), { minLength: 1, maxLength: 4 }),
      fc.array(hardware, { minLength: 1, maxLength: 2 }),
    )
    .map(([matches, environment]) => [matches, environment]),
)
const ofNvd = fc.record({ id, configurations: fc.array(configuration, { maxLength: 2 }) })
const ofOsv = fc.record({
  ecosystem: fc.constantFrom(['npm', 'pad'] as const, ['Debian:12', 'zlib'] as const, ['Debian:11', 'zlib'] as const),
  fixed: version,
  names: id,
  how: fc.constantFrom('aliases', 'upstream'),
})

/** Records of the NVD and of OSV on the same few packages. */
export const feedsOfWorlds = fc
  .record({
    nvd: fc.uniqueArray(ofNvd, { selector: (each) => each.id, minLength: 1, maxLength: 4 }),
    osv: fc.array(ofOsv, { minLength: 1, maxLength: 6 }),
  })
  .map(({ nvd, osv }) => ({
    nvd: nvd.map((each) => nvdRecord(each.id, each.configurations)),
    osv: osv.map(({ ecosystem: [ecosystem, name], fixed, names, how }, index) =>
      osvRecord(`OSV-${index}`, ecosystem, name, [{ introduced: '0' }, { fixed }], { [how]: [names] }),
    ),
  }))

/** Statements of a made-up world: on models, on parts of them, and on parts wherever they are. Models are those of the world, by number. */
export const statementsOfWorlds = fc.array(
  fc.record({
    flaw: fc.constantFrom(...flawsOfWorlds.slice(0, 2)),
    model: fc.constantFrom(0, 0, 1, 3),
    at: version.map((each) => `2026-0${each}-01T00:00:00Z`),
    about: fc.constantFrom('whole', 'whole', 'part', 'partAlone'),
    part: version.map((each) => `pkg:npm/pad@${each}`),
    role: fc.constantFrom(...statementRoles),
    author: fc.constantFrom('One', 'Two'),
    status: fc.constantFrom('affected', 'not_affected', 'fixed', 'under_investigation'),
    justification: fc.constantFrom(
      undefined,
      'vulnerable_code_not_present',
      'vulnerable_code_not_present',
      'vulnerable_code_not_in_execute_path',
    ),
  }),
  { minLength: 2, maxLength: 9, size: 'max' },
)

type StatementOfWorld = typeof statementsOfWorlds extends fc.Arbitrary<readonly (infer Each)[]> ? Each : never

/** A statement as a document of its own. */
export function toOpenVex({
  flaw,
  model,
  at,
  about,
  part,
  author,
  status,
  justification,
}: StatementOfWorld): Uint8Array {
  const whole = { '@id': `pkg:generic/Maker/Model%20${model}@1` }
  const products = {
    whole: [whole],
    part: [{ ...whole, subcomponents: [{ '@id': part }] }],
    partAlone: [{ '@id': part }],
  }[about]
  const document = {
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `https://example.org/${randomUUID()}`,
    author,
    timestamp: at,
    version: 1,
    statements: [{ vulnerability: { name: flaw }, products, status, ...(justification && { justification }) }],
  }
  return Buffer.from(JSON.stringify(document))
}

/** What a hospital says of parts of a made-up world: another version, other identifiers, another name, or that they are not there. */
export const correctionsOfWorlds: fc.Arbitrary<readonly Omit<CorrectionFact, 'reason'>[]> = fc.array(
  fc.record({
    match: fc.oneof(
      fc.constantFrom('pad', 'zlib', 'fw', 'pump').map((name) => ({ name })),
      fc.tuple(fc.constantFrom('pad', 'zlib'), version).map(([name, at]) => ({ name, version: at })),
    ),
    sets: fc.oneof(
      version.map((at) => ({ version: at })),
      version.map((at) => ({ purl: `pkg:npm/pad@${at}` })),
      version.map((at) => ({ cpe: cpeOf('a:zlib:zlib', at) })),
      version.map((at) => ({ name: 'fw', cpe: cpeOf('o:acme:pump_firmware', at) })),
      fc.constant({ name: 'unheard of' }),
      fc.constant({ notOnDevice: true as const }),
    ),
  }),
  { maxLength: 3 },
)

/** What an organisation knows of names of a made-up world: other spellings, who took whom over, and what is of a family. */
export const aliasesOfWorlds: fc.Arbitrary<readonly AliasFact[]> = fc.uniqueArray(
  fc
    .constantFrom(
      { relation: 'same', kind: 'product', from: 'pad', to: 'zlib' },
      { relation: 'successor', kind: 'product', from: 'cpe:2.3:a:pad_project:pad', to: 'cpe:2.3:a:zlib:zlib' },
      { relation: 'memberOf', kind: 'product', from: 'fw', to: 'zlib' },
      { relation: 'embeds', kind: 'product', from: 'fw', to: 'pkg:npm/pad' },
      { relation: 'successor', kind: 'maker', from: 'zlib', to: 'pad_project' },
    )
    .map((alias) => ({ ...(alias as Omit<AliasFact, 'source'>), source: 'a label' })),
  { maxLength: 2, selector: ({ relation, from }) => `${relation} ${from}` },
)
