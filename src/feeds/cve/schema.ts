import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { maybe } from '../schema.ts'
import { configurationFields } from '../nvd/schema.ts'

/*
 * What Auscult takes from a record of the CVE List; fields not named here may hold anything.
 * Source: https://github.com/CVEProject/cve-schema/blob/main/schema/CVE_Record_Format.json 5.2
 */
const Change = Type.Object({ at: Type.String(), status: Type.String() })

const Version = Type.Object({
  version: maybe(Type.String()),
  status: maybe(Type.String()),
  versionType: maybe(Type.String()),
  lessThan: maybe(Type.String()),
  lessThanOrEqual: maybe(Type.String()),
  changes: maybe(Type.Array(Change)),
})
export type Version = Type.Static<typeof Version>

const Affected = Type.Object({
  vendor: maybe(Type.String()),
  product: maybe(Type.String()),
  packageURL: maybe(Type.String()),
  collectionURL: maybe(Type.String()),
  packageName: maybe(Type.String()),
  cpes: maybe(Type.Array(Type.String())),
  platforms: maybe(Type.Array(Type.String())),
  defaultStatus: maybe(Type.String()),
  versions: maybe(Type.Array(Version)),
})
export type Affected = Type.Static<typeof Affected>

const Container = Type.Object({
  providerMetadata: maybe(Type.Object({ shortName: maybe(Type.String()), dateUpdated: maybe(Type.String()) })),
  title: maybe(Type.String()),
  descriptions: maybe(Type.Array(Type.Object({ lang: Type.String(), value: Type.String() }))),
  rejectedReasons: maybe(Type.Array(Type.Object({ lang: Type.String(), value: Type.String() }))),
  references: maybe(Type.Array(Type.Object({ url: Type.String() }))),
  affected: maybe(Type.Array(Affected)),
  cpeApplicability: maybe(Type.Array(Type.Object(configurationFields))),
  /** Read apart: a score or an assessment that cannot be read must not keep a flaw out. */
  metrics: Type.Optional(Type.Unknown()),
})
export type Container = Type.Static<typeof Container>

const Cve = Type.Object({
  cveMetadata: Type.Object({
    cveId: Type.String({ pattern: '^CVE-[0-9]{4}-[0-9]{4,19}$' }),
    state: Type.String(),
    assignerShortName: maybe(Type.String()),
    datePublished: maybe(Type.String()),
    dateUpdated: maybe(Type.String()),
    dateRejected: maybe(Type.String()),
  }),
  containers: Type.Object({ cna: maybe(Container), adp: maybe(Type.Array(Container)) }),
})
export type Cve = Type.Static<typeof Cve>
export const cveRecord = Compile(Cve)

const Scored = Type.Object({ vectorString: Type.String(), baseScore: maybe(Type.Number()) })
export const metricList = Compile(
  Type.Array(
    Type.Object({
      cvssV2_0: Type.Optional(Type.Unknown()),
      cvssV3_0: Type.Optional(Type.Unknown()),
      cvssV3_1: Type.Optional(Type.Unknown()),
      cvssV4_0: Type.Optional(Type.Unknown()),
      other: Type.Optional(Type.Unknown()),
    }),
  ),
)
export const scored = Compile(Scored)

/** An entry of `metrics[].other`. CISA writes SSVC as one option an object: `{"Exploitation": "poc"}`. */
export const ssvcMetric = Compile(
  Type.Object({
    type: Type.Literal('ssvc'),
    content: Type.Object({
      timestamp: maybe(Type.String()),
      options: Type.Array(Type.Record(Type.String(), Type.Unknown()), { maxItems: 32 }),
    }),
  }),
)
export const kevMetric = Compile(
  Type.Object({ type: Type.Literal('kev'), content: Type.Object({ dateAdded: Type.String() }) }),
)
