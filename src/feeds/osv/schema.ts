import { Type } from 'typebox'
import { Compile } from 'typebox/compile'
import { maybe } from '../schema.ts'

/* What Auscult takes from an OSV record. Source: https://ossf.github.io/osv-schema/ 1.7.5 */
const maxVersions = 100_000
const Names = maybe(Type.Array(Type.String(), { maxItems: maxVersions }))

const Event = Type.Object({
  introduced: maybe(Type.String()),
  fixed: maybe(Type.String()),
  last_affected: maybe(Type.String()),
  limit: maybe(Type.String()),
})
export type Event = Type.Static<typeof Event>

const Range = Type.Object({ type: Type.String(), repo: maybe(Type.String()), events: Type.Array(Event) })
export type Range = Type.Static<typeof Range>

const Affected = Type.Object({
  package: maybe(Type.Object({ ecosystem: Type.String(), name: Type.String() })),
  ranges: maybe(Type.Array(Range)),
  versions: Names,
  /** Read apart: a score that cannot be read must not keep a flaw out. */
  severity: Type.Optional(Type.Unknown()),
})
export type Affected = Type.Static<typeof Affected>

const Osv = Type.Object({
  id: Type.String({ pattern: '^[\\x21-\\x7e]{1,200}$' }),
  modified: Type.String(),
  published: maybe(Type.String()),
  withdrawn: maybe(Type.String()),
  aliases: Names,
  upstream: Names,
  related: Names,
  summary: maybe(Type.String()),
  details: maybe(Type.String()),
  severity: Type.Optional(Type.Unknown()),
  affected: maybe(Type.Array(Affected)),
  references: maybe(Type.Array(Type.Object({ url: Type.String() }))),
})
export type Osv = Type.Static<typeof Osv>
export const osvRecord = Compile(Osv)

const Severities = Type.Array(Type.Object({ type: Type.String(), score: Type.String() }))
export const severityList = Compile(Severities)
