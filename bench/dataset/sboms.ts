import { createHash } from 'node:crypto'
import type { Client } from 'pg'
import { seededRandom } from '../random.ts'
import { copyLines } from './bulk.ts'
import type { StoredComponents } from './components.ts'
import type { Models, StoredVersion } from './models.ts'
import type { Organisations } from './organisations.ts'
import type { Progress } from './progress.ts'
import { drawLines } from './sbom-lines.ts'
import type { SbomLines } from './sbom-lines.ts'
import type { Sizes } from './sizes.ts'

/** All may read it. */
const EVERYBODY = '{00000000-0000-0000-0000-000000000000}'
const FIRST_ID = 1
const BUCKET = 1024

/** Share of the SBOMs that only the hospital which supplied them may read: of a first SBOM of a model version, and of a second. */
const PRIVATE = { first: 0.06, second: 0.5 }
const COMPLETE = 0.25
const DESCRIBES_SYSTEM = 0.6
const DESCRIBES_FIRMWARE = 0.25
const STATES_SOURCES = 0.3
const HASHED = 0.1
const DEPLOYED = 0.96

interface Parts {
  readonly models: Models
  readonly organisations: Organisations
  readonly components: StoredComponents
}

/** Stores an SBOM of each described model version, and second ones until there are enough, with lines, postings and targets. */
export async function storeSboms(client: Client, sizes: Sizes, parts: Parts, progress: Progress): Promise<void> {
  const { described } = parts.models
  const versions = Array.from({ length: sizes.sboms }, (_, sbom) => described[sbom % described.length]).filter(
    (version) => version !== undefined,
  )
  progress.step('SBOM lines drawn')
  const lines = drawLines(
    versions.map(({ model }) => model),
    sizes.sbomRows,
    parts.components,
  )
  progress.step('SBOM lines', sizes.sbomRows)
  await copyLines(client, `sbom (${sbomColumns.join(', ')})`, sbomRows(versions, lines, parts))
  await copyLines(client, `sbom_component (${lineColumns})`, lineRows(lines, parts.components, progress))
  progress.step('postings')
  await client.query('create temporary table listed (component_id integer, bucket integer, sbom_ids integer[])')
  await copyLines(client, 'listed (component_id, bucket, sbom_ids)', postings(lines, parts.components))
  await client.query(postingsOfListed)
  await client.query('drop table listed')
  await client.query(hardwareDescribed)
  await copyLines(client, 'sbom_target (sbom_id, model_version_id)', targets(versions))
  await client.query(`select setval(pg_get_serial_sequence('sbom', 'sbom_id'), max(sbom_id)) from sbom`)
}

/** Postings as `addSboms` writes them. */
const postingsOfListed = `
  with each as materialized (
    select component_id, reader, sbom_id, row_number() over (partition by component_id, reader order by sbom_id) as place
    from listed
    cross join lateral unnest(listed.sbom_ids) as each (sbom_id)
    join sbom using (sbom_id)
    cross join lateral unnest(readers_of(sbom.owner, sbom.audience)) as reader
  ),
  kept as (
    insert into posting (component_id, reader, sbom_ids)
    select component_id, reader, string_agg(int4send(sbom_id), '')
    from each
    where place <= 256
    group by component_id, reader
    order by component_id, reader
  )
  insert into further_posting (component_id, reader, bucket, sbom_bits)
  select component_id, reader, sbom_id / 512, bit_or(set_bit(0::bit(512), sbom_id % 512, 1))
  from each
  where place > 256
  group by component_id, reader, sbom_id / 512
  order by component_id, reader, sbom_id / 512`

/** Which SBOMs list hardware, as reading them would tell. */
const hardwareDescribed = `
  update sbom set describes_hardware = true
  where sbom_id in (
    select line.sbom_id
    from package_key join component_key using (key_id) join sbom_component line using (component_id)
    where package_key.layer = 'hardware' and line.deployed
  )`

const sbomColumns = [
  'sbom_id',
  'owner',
  'audience',
  'sha256',
  'bytes',
  'file_name',
  'format',
  'spec_version',
  'encoding',
  'complete',
  'describes_operating_system',
  'describes_firmware',
  'states_sources',
  'hashed_with',
  'component_count',
  'problems',
]

function* sbomRows(
  versions: readonly StoredVersion[],
  { starts }: SbomLines,
  { models, organisations }: Parts,
): Generator<string> {
  const random = seededRandom('sbom heads')
  const owners = ownersByVersion(organisations)
  for (const [sbom, { id, maker }] of versions.entries()) {
    const isFirst = sbom < models.described.length
    const hospital = random() < PRIVATE[isFirst ? 'first' : 'second'] ? owners.get(id) : undefined
    const document = `{"bomFormat":"CycloneDX","specVersion":"1.6","version":${sbom}}`
    yield [
      FIRST_ID + sbom,
      hospital ?? organisations.makers.get(maker)?.organisationId,
      hospital === undefined ? EVERYBODY : '{}',
      toBytea(createHash('sha256').update(document).digest()),
      toBytea(Buffer.from(document)),
      `sbom-${sbom}.cdx.json`,
      'CycloneDX',
      '1.6',
      'json',
      random() < COMPLETE,
      random() < DESCRIBES_SYSTEM,
      random() < DESCRIBES_FIRMWARE,
      random() < STATES_SOURCES,
      random() < HASHED ? '{sha256}' : '{}',
      (starts[sbom + 1] ?? 0) - (starts[sbom] ?? 0),
      '[]',
    ].join('\t')
  }
}

/** A hospital that has devices of each model version. */
function ownersByVersion({ hospitals }: Organisations): ReadonlyMap<number, string> {
  return new Map(
    hospitals.flatMap(({ organisationId, fleet }) => fleet.map(({ version }) => [version.id, organisationId])),
  )
}

const lineColumns = 'sbom_id, ordinal, component_id, ref, parent_ordinal, deployed, licences'

function* lineRows(lines: SbomLines, { ids }: StoredComponents, progress: Progress): Generator<string> {
  for (let sbom = 0; sbom < lines.starts.length - 1; sbom += 1) {
    const [from, to] = [lines.starts[sbom] ?? 0, lines.starts[sbom + 1] ?? 0]
    for (let line = from; line < to; line += 1) {
      const ordinal = line - from
      const parent = ordinal > 0 && line % 3 === 0 ? line % ordinal : undefined
      const licences = line % 5 < 3 ? '{MIT}' : '{}'
      const id = ids[lines.components[line] ?? 0] ?? 0
      yield `${FIRST_ID + sbom}\t${ordinal}\t${id}\tpart-${ordinal}\t${parent ?? String.raw`\N`}\t${isDeployed(line)}\t${licences}`
    }
    progress.done(to)
  }
}

/** A few lines are build and test tools. */
function isDeployed(line: number): boolean {
  return Math.imul(line, 0x9e3779b1) >>> 0 < DEPLOYED * 4_294_967_296
}

/** By component the SBOMs that list it as deployed, in buckets: a counting sort of all lines. */
function* postings(lines: SbomLines, { ids }: StoredComponents): Generator<string> {
  const ends = new Int32Array(ids.length + 1)
  for (const [line, place] of lines.components.entries())
    if (isDeployed(line)) ends[place + 1] = (ends[place + 1] ?? 0) + 1
  for (let place = 0; place < ids.length; place += 1) ends[place + 1] = (ends[place + 1] ?? 0) + (ends[place] ?? 0)
  const next = ends.slice()
  const sboms = new Int32Array(ends[ids.length] ?? 0)
  for (let sbom = 0; sbom < lines.starts.length - 1; sbom += 1) {
    for (let line = lines.starts[sbom] ?? 0; line < (lines.starts[sbom + 1] ?? 0); line += 1) {
      if (!isDeployed(line)) continue
      const place = lines.components[line] ?? 0
      const at = next[place] ?? 0
      sboms[at] = FIRST_ID + sbom
      next[place] = at + 1
    }
  }
  for (const [place, id] of ids.entries()) {
    const listed = new Set(sboms.subarray(ends[place], ends[place + 1]))
    for (const [bucket, members] of Map.groupBy(listed, (sbom) => Math.floor(sbom / BUCKET))) {
      yield `${id}\t${bucket}\t{${members.join(',')}}`
    }
  }
}

/** One SBOM in thirty describes the next version of its model too. */
function* targets(versions: readonly StoredVersion[]): Generator<string> {
  const byModel = Map.groupBy(versions, ({ model }) => model)
  for (const [sbom, { id, model }] of versions.entries()) {
    yield `${FIRST_ID + sbom}\t${id}`
    const other = byModel.get(model)?.[0]
    if (sbom % 30 === 0 && other !== undefined && other.id !== id) yield `${FIRST_ID + sbom}\t${other.id}`
  }
}

function toBytea(bytes: Uint8Array): string {
  return String.raw`\\x${Buffer.from(bytes).toString('hex')}`
}
