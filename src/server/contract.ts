import { Type } from 'typebox'
import type { Static, TSchema } from 'typebox'

/**
 * What passes over HTTP: one schema for each body, which validates, types and documents it. The web pages import nothing else of the source.
 * Texts for people stand in `says`, in the language asked for (`lang`, else `Accept-Language`); programs read the codes beside them.
 */

const Count = Type.Integer({ minimum: 0 })
const Instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' })

/** One page of a list: `next` is the cursor of the page that follows, absent on the last. */
export function Page<T extends TSchema>(item: T) {
  return Type.Object({
    items: Type.Array(item),
    next: Type.Optional(
      Type.String({ description: 'Cursor of the next page: give it back as `after`. Absent on the last page.' }),
    ),
  })
}
export interface Page<T> {
  readonly items: readonly T[]
  readonly next?: string
}

export const PageQuery = Type.Object({
  limit: Type.Optional(Type.Integer({ minimum: 1, maximum: 500, default: 50, description: 'At most so many.' })),
  after: Type.Optional(Type.String({ maxLength: 12_000, description: 'The `next` of the page before.' })),
})

/** RFC 9457. `code` is stable and made for programs; `detail` says what happened and what to do next. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.Optional(Type.String()),
    code: Type.String(),
  },
  {
    title: 'Problem details (RFC 9457)',
    examples: [
      {
        type: '/api/v1/problems#notUnderstood',
        title: 'Bad Request',
        status: 400,
        detail: '"openssl <" has no version after the "<"; write for example "openssl < 1.1.1"',
        instance: 'urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e',
        code: 'notUnderstood',
      },
    ],
  },
)
export type Problem = Static<typeof Problem>

export const Verdict = Type.Union(
  [Type.Literal('affected'), Type.Literal('unknown'), Type.Literal('notListed'), Type.Literal('notAffected')],
  { description: 'A device is in exactly one class; the four counts add up to the devices in scope.' },
)
export type Verdict = Static<typeof Verdict>

export const Counts = Type.Object(
  { affected: Count, unknown: Count, notListed: Count, notAffected: Count },
  { examples: [{ affected: 212, unknown: 640, notListed: 918, notAffected: 245 }] },
)
export type Counts = Static<typeof Counts>

export const SbomHeader = Type.Object({
  sbomId: Type.Integer(),
  fileName: Type.Optional(Type.String()),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  format: Type.String({ description: 'Format and version: `CycloneDX 1.6`.' }),
  addedAt: Instant,
})
export type SbomHeader = Static<typeof SbomHeader>

export const ComponentName = Type.Object({
  name: Type.String(),
  group: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  purl: Type.Optional(Type.String()),
  cpe: Type.Optional(Type.String()),
})
export type ComponentName = Static<typeof ComponentName>

/** What a verdict stands on: a listed component and the advisory that speaks of it, or what is missing. */
export const Why = Type.Object({
  reason: Type.String({ description: 'A reason or a doubt, as docs/verdicts.md lists them.' }),
  says: Type.String(),
  tier: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 5,
      description: '1 hash or purl, 2 CPE, 3 CNA block, 4 maker advisory, 5 name only',
    }),
  ),
  tierSays: Type.Optional(Type.String()),
  component: Type.Optional(ComponentName),
  vulnerability: Type.Optional(Type.String()),
  advisory: Type.Optional(Type.String({ description: 'Feed and record: `nvd CVE-2021-44228`.' })),
  range: Type.Optional(Type.String({ description: 'The affected versions in words.' })),
  problem: Type.Optional(Type.String()),
  sbom: Type.Optional(SbomHeader),
})
export type Why = Static<typeof Why>

const deviceFields = {
  deviceId: Type.String({ format: 'uuid' }),
  modelVersionId: Type.Integer({ description: '0 when no model can be told.' }),
  scope: Type.Union([Type.Literal('inScope'), Type.Literal('scrapped'), Type.Literal('noSoftware')]),
  assetTag: Type.Optional(Type.String()),
  serial: Type.Optional(Type.String()),
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  softwareVersion: Type.Optional(Type.String()),
  versionSource: Type.Optional(Type.String({ description: 'Where the software version was read, in words.' })),
  versionSeenAt: Type.Optional(Type.String()),
  site: Type.Optional(Type.String()),
  ward: Type.Optional(Type.String()),
  room: Type.Optional(Type.String()),
  hostName: Type.Optional(Type.String()),
  macs: Type.Array(Type.String()),
  ips: Type.Array(Type.String()),
}

export const Device = Type.Object(deviceFields)
export type Device = Static<typeof Device>

export const AnsweredDevice = Type.Object({
  ...deviceFields,
  verdict: Type.Union([Verdict, Type.Null()], { description: 'Null when the question was about devices themselves.' }),
  reason: Type.Optional(Type.String()),
  reasonSays: Type.Optional(Type.String()),
  why: Type.Array(Why, { description: 'The most telling first, at most 20.' }),
  whyTotal: Count,
})
export type AnsweredDevice = Static<typeof AnsweredDevice>

/** A model version of an answer: all its devices share the verdict. */
export const AnsweredModel = Type.Object({
  modelVersionId: Type.Integer(),
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  verdict: Verdict,
  reason: Type.String(),
  reasonSays: Type.String(),
  devices: Count,
})
export type AnsweredModel = Static<typeof AnsweredModel>

/** The four counts of one ward; without `site` or `ward` those of devices whose list names none. */
export const WardCounts = Type.Object({
  site: Type.Optional(Type.String()),
  ward: Type.Optional(Type.String()),
  counts: Counts,
})
export type WardCounts = Static<typeof WardCounts>

export const Settlement = Type.Object({
  need: Type.String(),
  devices: Count,
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  component: Type.Optional(Type.String()),
  says: Type.String(),
})
export type Settlement = Static<typeof Settlement>

export const FlawSummary = Type.Object({
  id: Type.String(),
  names: Type.Array(Type.String()),
  summary: Type.String(),
  publishedAt: Type.Optional(Type.String()),
  cvss: Type.Optional(Type.Object({ base: Type.Number(), vector: Type.String(), source: Type.String() })),
  exploitedSince: Type.Optional(Type.String()),
  epssProbability: Type.Optional(Type.Number({ minimum: 0, maximum: 1 })),
  sources: Type.Array(Type.String()),
})
export type FlawSummary = Static<typeof FlawSummary>

export const FeedDate = Type.Object({
  feed: Type.String(),
  loadedAt: Type.String(),
  oldestLoadedAt: Type.Optional(Type.String()),
  newestAt: Type.Optional(Type.String()),
  records: Count,
  says: Type.String(),
})
export type FeedDate = Static<typeof FeedDate>

/** The answer to a question, without its lists. */
export const Answer = Type.Object({
  query: Type.String(),
  organisation: Type.Object({ organisationId: Type.String({ format: 'uuid' }), name: Type.String() }),
  question: Type.Union([
    Type.Literal('flaw'),
    Type.Literal('part'),
    Type.Literal('words'),
    Type.Literal('hash'),
    Type.Literal('device'),
  ]),
  fictional: Type.Boolean(),
  asOf: Type.Optional(Type.String()),
  flaw: Type.Optional(FlawSummary),
  counts: Type.Union([Counts, Type.Null()], { description: 'Null for a question about devices themselves.' }),
  inScope: Count,
  devicesTotal: Type.Integer({
    minimum: 0,
    description: 'Devices that are listed one by one: those in scope, or all that a question about devices found.',
  }),
  outOfScope: Type.Object({ scrapped: Count, noSoftware: Count }),
  reasons: Type.Array(Type.Object({ verdict: Verdict, reason: Type.String(), devices: Count, says: Type.String() })),
  settles: Type.Array(Settlement, { description: 'What would settle most of what cannot be told, at most 20.' }),
  feeds: Type.Array(FeedDate),
  notes: Type.Array(
    Type.Object({
      is: Type.String(),
      asked: Type.Optional(Type.String()),
      taken: Type.Array(Type.String()),
      says: Type.String(),
    }),
  ),
  says: Type.Object({
    sentence: Type.String({ description: 'The four numbers in one sentence.' }),
    waits: Type.Optional(Type.String({ description: 'What the unknowns wait for.' })),
    safety: Type.String({ description: 'To be shown with every answer.' }),
    fictional: Type.Optional(Type.String()),
    asOf: Type.Optional(Type.String()),
    outOfScope: Type.String(),
    verdicts: Type.Object({
      affected: Type.String(),
      unknown: Type.String(),
      notListed: Type.String(),
      notAffected: Type.String(),
    }),
  }),
})
export type Answer = Static<typeof Answer>

/** The answer with the first page of the devices to act on: affected first, then those that cannot be told, each by site and ward. */
export const AskResponse = Type.Object({ answer: Answer, devices: Page(AnsweredDevice) })
export type AskResponse = Static<typeof AskResponse>

/** One thing the search box offers. `query` is what asking for it would send. */
export const Suggestion = Type.Object(
  {
    is: Type.Union([
      Type.Literal('flaw'),
      Type.Literal('component'),
      Type.Literal('model'),
      Type.Literal('device'),
      Type.Literal('ward'),
    ]),
    query: Type.String(),
    label: Type.String(),
    detail: Type.Optional(Type.String()),
  },
  { examples: [{ is: 'component', query: 'openssl', label: 'openssl' }] },
)
export type Suggestion = Static<typeof Suggestion>

export const DeviceDetail = Type.Object({
  device: Device,
  sboms: Type.Array(
    Type.Object({
      ...SbomHeader.properties,
      of: Type.Union([Type.Literal('modelVersion'), Type.Literal('device')]),
      complete: Type.Boolean(),
      components: Count,
      problems: Count,
    }),
  ),
  findings: Type.Object(
    { affected: Count, unknown: Count },
    { description: 'Flaws by what they mean for this device.' },
  ),
})
export type DeviceDetail = Static<typeof DeviceDetail>

/** A line of an SBOM, in the document's order; `parent` is the ordinal of the line that contains it. */
export const SoftwareLine = Type.Object({
  sbomId: Type.Integer(),
  ordinal: Type.Integer(),
  parent: Type.Optional(Type.Integer()),
  component: ComponentName,
  type: Type.String(),
  supplier: Type.Optional(Type.String()),
  deployed: Type.Boolean(),
  licences: Type.Array(Type.String()),
  endOfSupport: Type.Optional(Type.String()),
  affected: Count,
  unknown: Count,
})
export type SoftwareLine = Static<typeof SoftwareLine>

/** One flaw on one device, with what it stands on. */
export const DeviceFinding = Type.Object({
  vulnerability: Type.String(),
  names: Type.Array(Type.String()),
  verdict: Type.Union([Type.Literal('affected'), Type.Literal('unknown')]),
  reason: Type.String({ description: 'A reason or a doubt, as docs/verdicts.md lists them.' }),
  says: Type.String(),
  summary: Type.Optional(Type.String()),
  cvssBase: Type.Optional(Type.Number()),
  exploitedSince: Type.Optional(Type.String()),
  epssProbability: Type.Optional(Type.Number()),
  why: Type.Array(Why),
})
export type DeviceFinding = Static<typeof DeviceFinding>

export const Model = Type.Object({
  modelVersionId: Type.Integer(),
  maker: Type.String(),
  model: Type.String(),
  version: Type.Optional(Type.String()),
  devices: Count,
  sboms: Type.Array(SbomHeader),
})
export type Model = Static<typeof Model>

/** An SBOM of a list. */
export const SbomSummary = Type.Object({
  ...SbomHeader.properties,
  complete: Type.Boolean(),
  components: Count,
  problems: Count,
})
export type SbomSummary = Static<typeof SbomSummary>

export const SbomDetail = Type.Object({
  ...SbomHeader.properties,
  complete: Type.Boolean(),
  components: Count,
  describes: Type.Array(
    Type.Object({
      modelVersionId: Type.Integer(),
      maker: Type.String(),
      model: Type.String(),
      version: Type.Optional(Type.String()),
    }),
  ),
  problems: Type.Array(Type.Object({ where: Type.String(), what: Type.String() })),
})
export type SbomDetail = Static<typeof SbomDetail>

export const SbomAdded = Type.Object({
  is: Type.Union([Type.Literal('added'), Type.Literal('unchanged')]),
  sbomId: Type.Integer(),
  sha256: Type.String(),
  describes: Type.String(),
  devices: Type.Integer({
    description: 'Devices in scope that it now describes; 0 may be a misspelt maker, model or version.',
  }),
  components: Count,
  problems: Type.Array(Type.Object({ where: Type.String(), what: Type.String() }), {
    description: 'At most 500: what the reader could not keep or doubts.',
  }),
  problemsTotal: Count,
  matched: Type.Boolean({
    description: 'Its findings are there. False: they follow, and until then questions wait for them.',
  }),
})
export type SbomAdded = Static<typeof SbomAdded>

export const Vulnerability = Type.Object({
  ...FlawSummary.properties,
  records: Type.Array(
    Type.Object({
      feed: Type.String(),
      key: Type.String(),
      summary: Type.String(),
      publishedAt: Type.Optional(Type.String()),
      withdrawn: Type.Boolean(),
      references: Type.Array(Type.String()),
      ranges: Type.Array(
        Type.Object({ key: Type.String(), range: Type.String(), problem: Type.Optional(Type.String()) }),
      ),
      rangesTotal: Count,
    }),
    { description: 'The NVD first, those withdrawn last; at most 200, each with the first of its ranges.' },
  ),
  recordsTotal: Count,
})
export type Vulnerability = Static<typeof Vulnerability>

/** What an import of an equipment list did, or would do. Of long lists the first 500 are told; the totals speak of all. */
export const AssetsReport = Type.Object({
  is: Type.Union([Type.Literal('imported'), Type.Literal('planned')]),
  encoding: Type.String(),
  separator: Type.String(),
  headerLine: Count,
  columns: Type.Array(
    Type.Object({
      position: Count,
      header: Type.String(),
      field: Type.Optional(Type.String({ description: 'What it tells of a device; absent: it is not read.' })),
      by: Type.String(),
      filledLines: Count,
    }),
  ),
  added: Count,
  changed: Count,
  unchanged: Count,
  absent: Type.Integer({ minimum: 0, description: 'Devices that the list does not name: they stay as they are.' }),
  keptApart: Type.Array(Type.Object({ line: Count, text: Type.String(), problem: Type.String() }), {
    description: 'Lines of which nothing was taken.',
  }),
  keptApartTotal: Count,
  problems: Type.Array(
    Type.Object({ line: Type.Optional(Count), header: Type.Optional(Type.String()), message: Type.String() }),
    { description: 'Cells that count as empty.' },
  ),
  problemsTotal: Count,
})
export type AssetsReport = Static<typeof AssetsReport>

/** A piece of work in the background. */
export const Job = Type.Object({
  jobId: Type.String({ format: 'uuid' }),
  kind: Type.Union([
    Type.Literal('feedPull'),
    Type.Literal('feedImport'),
    Type.Literal('rematch'),
    Type.Literal('rematchAll'),
    Type.Literal('assetsImport'),
    Type.Literal('sbomAdd'),
  ]),
  priority: Type.Union([Type.Literal('person'), Type.Literal('upload'), Type.Literal('scheduled')]),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('failed'),
    Type.Literal('cancelled'),
  ]),
  about: Type.Optional(Type.String({ description: 'The feed or file it is about.' })),
  says: Type.String(),
  attempts: Count,
  mostAttempts: Count,
  progress: Type.Optional(
    Type.Object({ done: Type.Number(), total: Type.Optional(Type.Number()), unit: Type.String() }),
  ),
  result: Type.Optional(Type.Unknown()),
  problem: Type.Optional(Type.Object({ code: Type.String(), detail: Type.String() })),
  createdAt: Instant,
  startedAt: Type.Optional(Instant),
  finishedAt: Type.Optional(Instant),
})
export type Job = Static<typeof Job>

export const Health = Type.Object({
  status: Type.Union([Type.Literal('ready'), Type.Literal('starting'), Type.Literal('unavailable')]),
  version: Type.String({ description: 'Of Auscult.' }),
  detail: Type.Optional(Type.String()),
})
export type Health = Static<typeof Health>

export const Organisation = Type.Object({ organisationId: Type.String({ format: 'uuid' }), name: Type.String() })
export type Organisation = Static<typeof Organisation>
