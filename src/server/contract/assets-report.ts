import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count } from './scalars.ts'

/** What an import of an equipment list did, or would do. Of long lists the first 500 are told; the totals speak of all. */
export const AssetsReport = Type.Object({
  is: Type.Union([Type.Literal('imported'), Type.Literal('planned')]),
  encoding: Type.String(),
  separator: Type.Optional(Type.String({ description: 'Of delimited text.' })),
  sheet: Type.Optional(Type.String({ description: 'Of a workbook: the sheet that was read.' })),
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
    { description: 'Doubts; a cell that cannot be read counts as empty.' },
  ),
  problemsTotal: Count,
})
export type AssetsReport = Static<typeof AssetsReport>
