import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count, Instant } from './scalars.ts'
import { Signature } from './signature.ts'

export const SbomHeader = Type.Object({
  sbomId: Type.Integer(),
  fileName: Type.Optional(Type.String()),
  sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
  format: Type.String({ description: 'Format and version: `CycloneDX 1.6`.' }),
  addedAt: Instant,
})
export type SbomHeader = Static<typeof SbomHeader>

const retired = {
  retiredAt: Type.Optional(Instant),
  retiredBecause: Type.Optional(Type.String()),
  replacedBy: Type.Optional(Type.Integer({ description: 'The SBOM that took its place.' })),
}

/** An SBOM of a list. */
export const SbomSummary = Type.Object({
  ...SbomHeader.properties,
  complete: Type.Boolean(),
  components: Count,
  problems: Count,
  signature: Signature,
  ...retired,
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
  signature: Signature,
  ...retired,
  signatures: Type.Array(
    Type.Object({
      covers: Type.String({ description: 'JSON pointer of the signed part; empty for the whole document.' }),
      signature: Signature,
    }),
    { description: 'Each signature, at most 500.' },
  ),
  problems: Type.Array(Type.Object({ where: Type.String(), what: Type.String() })),
})
export type SbomDetail = Static<typeof SbomDetail>

const listWhere = { where: Type.String(), because: Type.String() }

/** How a component list was understood. */
export const ListUnderstood = Type.Object({
  where: Type.String({ description: 'The table that was read.' }),
  headerPlace: Type.Optional(Type.String({ description: 'Where its headers stand; absent when it has none.' })),
  columns: Type.Array(
    Type.Object({
      position: Count,
      header: Type.String(),
      field: Type.Optional(Type.String({ description: 'What it tells of a component; absent: it is not read.' })),
      by: Type.String(),
      filledRows: Count,
    }),
  ),
  rows: Count,
  left: Type.Array(Type.Object({ place: Type.String(), text: Type.String(), because: Type.String() }), {
    description: 'Rows of which nothing was taken, at most 200.',
  }),
  leftTotal: Count,
  sample: Type.Array(Type.Array(Type.String()), {
    description: 'The first rows as written: at most 20, and 500 when they have to be compared with the file.',
  }),
  otherTables: Type.Array(Type.Object(listWhere)),
  guesses: Type.Array(Type.String(), { description: 'Why a person must look at it before it counts.' }),
})

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
  signature: Signature,
  list: Type.Optional(ListUnderstood),
  matched: Type.Boolean({
    description: 'Its findings are there. False: they follow, and until then questions wait for them.',
  }),
})
export type SbomAdded = Static<typeof SbomAdded>

/** A component list that does not count yet: its columns are guessed, or a PDF holds it. */
export const ListToConfirm = Type.Object({
  is: Type.Literal('needsConfirmation'),
  because: Type.String(),
  sha256: Type.String(),
  confirmation: Type.String({ description: 'Sent with the same file as `confirm`, it makes this very reading count.' }),
  list: ListUnderstood,
  format: Type.Object({ name: Type.String(), version: Type.String(), encoding: Type.String() }),
  components: Count,
  problems: Type.Array(Type.Object({ where: Type.String(), what: Type.String() }), { description: 'At most 500.' }),
  problemsTotal: Count,
})
export type ListToConfirm = Static<typeof ListToConfirm>

/** Columns of component lists or equipment lists that a person accepted. */
export const AcceptedColumns = Type.Object({
  listColumnsId: Type.Integer(),
  kind: Type.Union([Type.Literal('components'), Type.Literal('equipment')], {
    description: 'Of lists of the software of a device, or of lists of the devices of a hospital.',
  }),
  makerKey: Type.String({
    description: 'The maker as makers are compared; empty for lists of single devices and for equipment lists.',
  }),
  headers: Type.Array(Type.String()),
  fields: Type.Array(Type.Union([Type.String(), Type.Null()]), {
    description: 'What each column tells, in the order of the headers; null is one that is not read.',
  }),
  isOwn: Type.Boolean({
    description: 'False: another organisation lets this one use it, and only that one can forget it.',
  }),
  since: Instant,
})
export type AcceptedColumns = Static<typeof AcceptedColumns>
