import type { AssetList, AssetProblem, Column, RejectedLine } from '../inventory/index.ts'
import type { AssetsImported } from './import-assets.ts'

/** Of long lists the first so many are told; the totals beside them speak of all. */
const told = 500

/** What an import did, or would do, of bounded size. */
export interface AssetsReport {
  readonly is: 'imported' | 'planned'
  readonly encoding: string
  readonly separator?: string
  /** Of a workbook: the sheet that was read. */
  readonly sheet?: string
  readonly headerLine: number
  /** How each column was understood; one without a field is not read. */
  readonly columns: readonly Column[]
  readonly added: number
  readonly changed: number
  readonly unchanged: number
  /** Devices that the list does not name: they stay as they are. */
  readonly absent: number
  /** Lines of which nothing was taken. */
  readonly keptApart: readonly RejectedLine[]
  readonly keptApartTotal: number
  /** Doubts; a cell that cannot be read counts as empty. */
  readonly problems: readonly AssetProblem[]
  readonly problemsTotal: number
}

/** The report of an import that was not refused. */
export function toAssetsReport({
  is,
  list,
  plan,
  keptApart,
}: Exclude<AssetsImported, { readonly is: 'refused' }>): AssetsReport {
  return {
    is,
    ...headOf(list),
    added: plan.added.length,
    changed: plan.changed.length,
    unchanged: plan.unchanged.length,
    absent: plan.absent.length,
    keptApart: keptApart.slice(0, told),
    keptApartTotal: keptApart.length,
    problems: list.problems.slice(0, told),
    problemsTotal: list.problems.length,
  }
}

function headOf({
  encoding,
  separator,
  sheet,
  headerLine,
  columns,
}: AssetList): Pick<AssetsReport, 'encoding' | 'separator' | 'sheet' | 'headerLine' | 'columns'> {
  return {
    encoding,
    ...(separator === undefined ? {} : { separator }),
    ...(sheet === undefined ? {} : { sheet }),
    headerLine,
    columns: columns.slice(0, told),
  }
}
