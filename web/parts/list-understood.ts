import type { AcceptedColumns, ListToConfirm } from '../../src/server/contract.ts'
import { textOf } from '../forms.ts'
import { visibleName } from '../visible.ts'
import type { KnownWords } from '../words/use-known-words.ts'

export type List = ListToConfirm['list']
export type Column = List['columns'][number]

/** What a column can be, in the order in which it is chosen; `none` is not read. */
export const columnFields = [
  'none',
  'name',
  'version',
  'group',
  'supplier',
  'manufacturer',
  'purl',
  'cpe',
  'swid',
  'identifier',
  'hash',
  'licence',
  'type',
  'description',
  'path',
  'endOfSupport',
] as const

/** The name under which a form holds what a column is. */
export function inputOf({ position }: Column): string {
  return `column-${position}`
}

/** What a person says of a shown list: its columns where they were changed, or the word that makes it count as it is. */
export function saidOf(
  fields: FormData,
  { list, confirmation }: ListToConfirm,
  columns: string | undefined,
): { readonly columns?: string; readonly confirm?: string } {
  const chosen = list.columns.map((column) => ({ column, field: textOf(fields, inputOf(column)) }))
  const isChanged = chosen.some(({ column, field }) => field !== (column.field ?? 'none'))
  if (isChanged) return { columns: chosen.map(({ column, field }) => `${field}=${column.position}`).join(',') }
  return { ...(columns !== undefined && { columns }), confirm: confirmation }
}

/** How a column was understood, in words: by its header, by what stands in it … */
export function foundText({ by }: Column, { lists }: KnownWords): string {
  const known: Readonly<Record<string, string>> = lists.by
  return known[by] ?? by
}

export function fieldText(field: string | undefined, { lists }: KnownWords): string {
  const known: Readonly<Record<string, string>> = lists.fields
  return known[field ?? 'none'] ?? field ?? ''
}

/** Whose lists the columns are remembered for. */
export function rememberedOf({ kind, makerKey }: AcceptedColumns, { add }: KnownWords): string {
  if (kind === 'equipment') return add.equipment
  return makerKey === '' ? add.singleDevices : makerKey
}

/** `Composant: name; Zustand: version`, of what is remembered. */
export function rememberedText({ headers, fields }: AcceptedColumns, words: KnownWords): string {
  return headers
    .map((header, place) => words.lists.column(visibleName(header), fieldText(fields[place] ?? undefined, words)))
    .join(' · ')
}

/** The name of a column: its header, else its position. */
export function columnText({ header, position }: Column, { lists }: KnownWords): string {
  return header === '' ? lists.unnamed(position) : visibleName(header)
}

/** Why a person has to look before a list counts; which columns are guessed stands beside each. */
export function doubtsOf(
  { list, format }: Pick<ListToConfirm, 'list' | 'format'>,
  wasConfirmed: boolean,
  { lists }: KnownWords,
): readonly string[] {
  const isGuessed = list.columns.some(({ by, field }) => field !== undefined && (by === 'similar' || by === 'content'))
  return [
    ...(wasConfirmed ? [lists.doubts.changed] : []),
    ...(format.encoding === 'pdf' ? [lists.doubts.pdf] : []),
    ...(isGuessed ? [lists.doubts.guessed] : []),
    ...(list.columns.some(({ field }) => field === 'version') ? [] : [lists.doubts.noVersion]),
  ]
}
