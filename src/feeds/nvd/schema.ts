import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { maybe } from '../schema.ts'

/*
 * What Auscult takes from a CVE record of NVD JSON 2.0; fields not named here may hold anything.
 * Source: https://csrc.nist.gov/schema/nvd/api/2.0/cve_api_json_2.0.schema
 */
const Operator = maybe(Type.Union([Type.Literal('AND'), Type.Literal('OR')]))

const CpeMatch = Type.Object({
  vulnerable: Type.Boolean(),
  criteria: Type.String(),
  versionStartIncluding: maybe(Type.String()),
  versionStartExcluding: maybe(Type.String()),
  versionEndIncluding: maybe(Type.String()),
  versionEndExcluding: maybe(Type.String()),
})
export type CpeMatch = Type.Static<typeof CpeMatch>

const Node = Type.Object({ operator: Operator, negate: maybe(Type.Boolean()), cpeMatch: Type.Array(CpeMatch) })

/** Members of a configuration; a record of the CVE List states them the same way, as `cpeApplicability`. */
export const configurationFields = { operator: Operator, negate: maybe(Type.Boolean()), nodes: Type.Array(Node) }
const Configuration = Type.Object(configurationFields)
export type Configuration = Type.Static<typeof Configuration>

const Cve = Type.Object({
  id: Type.String({ pattern: '^CVE-[0-9]{4}-[0-9]{4,19}$' }),
  published: maybe(Type.String()),
  lastModified: maybe(Type.String()),
  vulnStatus: maybe(Type.String()),
  descriptions: maybe(Type.Array(Type.Object({ lang: Type.String(), value: Type.String() }))),
  references: maybe(Type.Array(Type.Object({ url: Type.String() }))),
  /** Read apart, by `Metric`: a score that cannot be read must not keep a flaw out. */
  metrics: maybe(Type.Record(Type.String(), Type.Unknown())),
  configurations: maybe(Type.Array(Configuration)),
})
export type Cve = Type.Static<typeof Cve>
export const cveRecord = Compile(Cve)

const Metric = Type.Object({
  source: maybe(Type.String()),
  cvssData: Type.Object({ vectorString: Type.String(), baseScore: maybe(Type.Number()) }),
})
export const metricList = Compile(Type.Array(Metric))

const Envelope = Type.Object({ format: Type.Literal('NVD_CVE'), timestamp: maybe(Type.String()) })
export const envelopeRecord = Compile(Envelope)
