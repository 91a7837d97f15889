import type { AcceptedColumns, ColumnChoice } from '../model/index.ts'
import { findHeaders, holdsHeaders, isMeant, readColumns } from '../tables/index.ts'
import type { HeaderRules, NamedColumn } from '../tables/index.ts'
import { manyFields, readHeader } from './headers.ts'
import type { AssetField, Column } from './importer.ts'

/** Fields of which one at least tells a device from its neighbours. */
export const identityFields = [
  'assetTag',
  'udi',
  'serial',
  'macs',
  'ips',
  'hostName',
] as const satisfies readonly AssetField[]

/** A line in which headers may stand. */
export interface HeaderLine {
  /** Of the file, or row of the sheet, from 1. */
  readonly line: number
  readonly cells: readonly string[]
}

/** What is known of the columns of a list before it is read. */
export interface ColumnHints {
  /** What a person says of them now. */
  readonly choices: readonly ColumnChoice<AssetField>[]
  /** What was accepted for earlier lists; the first whose headers stand in this one is taken. */
  readonly accepted: readonly AcceptedColumns<AssetField>[]
}

/** Where the headers of a list stand and what they mean. */
export interface Layout<Line extends HeaderLine = HeaderLine> {
  readonly header: Line
  /** Columns up to the last one with a header. */
  readonly columns: readonly Omit<Column, 'filledLines'>[]
}

/**
 * Finds the headers among lines of a list's head: those of an earlier list that a person accepted, else the first line in which the most
 * columns are understood. What a person says now goes before both.
 */
export function findLayout<Line extends HeaderLine>(
  candidates: () => Iterable<Line>,
  hints: ColumnHints,
): Layout<Line> | undefined {
  return byAccepted(candidates, hints) ?? byNames(candidates, hints)
}

/** Choices that speak of no column of the list, as they were written. */
export function unmetChoices({ columns }: Layout, { choices }: ColumnHints): readonly string[] {
  return choices
    .filter(({ column }) => !columns.some(({ position, header }) => isMeant(column, position, header)))
    .map(({ field, column }) => `${field}=${column}`)
}

function byAccepted<Line extends HeaderLine>(
  candidates: () => Iterable<Line>,
  { accepted, choices }: ColumnHints,
): Layout<Line> | undefined {
  if (accepted.length === 0) return undefined
  for (const header of candidates()) {
    const known = accepted.find(({ headers }) => holdsHeaders(header.cells, headers))
    if (known !== undefined) return { header, columns: readColumns(header.cells, rulesOf(choices, known.fields)) }
  }
  return undefined
}

function byNames<Line extends HeaderLine>(
  candidates: () => Iterable<Line>,
  { choices }: ColumnHints,
): Layout<Line> | undefined {
  const found = findHeaders(candidates(), rulesOf(choices), isHeaderLine)
  return found && { header: found.candidate, columns: found.columns }
}

function rulesOf(
  choices: readonly ColumnChoice<AssetField>[],
  remembered?: readonly (AssetField | null)[],
): HeaderRules<AssetField> {
  return {
    read: readHeader,
    many: manyFields,
    given: ({ position, header }) => {
      const choice = choices.find(({ column }) => isMeant(column, position, header))
      if (choice !== undefined) return { field: choice.field === 'none' ? undefined : choice.field }
      if (remembered === undefined) return undefined
      const field = remembered[position - 1] ?? undefined
      const isChosen = field !== undefined && !manyFields.has(field) && choices.some((other) => other.field === field)
      return { field: isChosen ? undefined : field, by: 'remembered' }
    },
  }
}

function isHeaderLine(columns: readonly NamedColumn<AssetField>[]): boolean {
  const fields = new Set(columns.flatMap(({ field }) => field ?? []))
  return fields.size >= 2 && identityFields.some((field) => fields.has(field))
}
