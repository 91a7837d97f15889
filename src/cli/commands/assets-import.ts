import { Option } from 'commander'
import { basename } from 'node:path'
import { importAssets, readAssetColumnChoices, visible, visibleJson } from '../../flows/index.ts'
import type { AssetsImported } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { readInput } from '../files.ts'
import { withOrganisation } from '../session.ts'

const shown = 20

/** Why a column is read as it is, where its name alone does not say so. */
const saidBy: Readonly<Record<Imported['list']['columns'][number]['by'], string>> = {
  named: '',
  similar: ' (similar name)',
  given: ' (as given)',
  remembered: ' (as remembered)',
  repeated: '',
  unknown: '',
}

type Imported = Exclude<AssetsImported, { readonly is: 'refused' }>

/** `assets import FILE`: takes the equipment list into the inventory; nothing is deleted because it is absent. */
export const assetsImportCommand: CommandDefinition = {
  name: 'assets import',
  arguments: '<file>',
  description:
    'reads the equipment list, a CSV or an Excel workbook with French or English headers; adds and changes devices, deletes none',
  options: [
    new Option('--dry-run', 'shows what would change and writes nothing'),
    new Option('--columns <text>', 'what columns are: serial=4,ward=Unité,none=Notes; remembered once imported'),
  ],
  examples: [
    'auscult assets import equipment.xlsx --dry-run',
    'auscult assets import equipment.xlsx --columns "serial=4,ward=Unité,none=Notes"',
  ],
  run: async (session, given, options) => {
    const [file = ''] = given
    const columns = textOption(options, 'columns')
    const chosen = columns === undefined ? {} : { choices: readAssetColumnChoices(columns) }
    const bytes = await readInput(file)
    const imported = await withOrganisation(session, async (store, { organisationId }) =>
      importAssets(store, {
        organisationId,
        fileName: basename(file),
        bytes,
        dryRun: options['dryRun'] === true,
        now: new Date(),
        ...chosen,
      }),
    )
    if (imported.is === 'refused') throw new CommandError('refused', `${file}: ${imported.because}`)
    await session.screen.answer(session.json ? [`${visibleJson(toJson(file, imported))}\n`] : sayImport(file, imported))
    return 0
  },
}

function toJson(file: string, { is, list, plan, keptApart }: Imported): object {
  const { encoding, separator, sheet, headerLine, columns, problems } = list
  const { added, changed, unchanged, absent } = plan
  return {
    file,
    is,
    encoding,
    separator,
    sheet,
    headerLine,
    columns,
    added,
    changed,
    unchanged,
    absent,
    keptApart,
    problems,
  }
}

function* sayImport(file: string, { is, list, plan, keptApart }: Imported): Generator<string> {
  const where =
    list.sheet === undefined
      ? `separator ${JSON.stringify(list.separator)}`
      : `sheet ${visible(JSON.stringify(list.sheet))}`
  yield `${visible(file)}: ${list.encoding}, ${where}, headers in line ${list.headerLine}\n`
  for (const { header, position, field, by, filledLines } of list.columns) {
    const name = header === '' ? `(column ${position})` : visible(header)
    const meaning =
      field === undefined
        ? `not read${by === 'repeated' ? ', another column says the same' : ''}`
        : `${field}${saidBy[by]}`
    yield `  ${name} → ${meaning}, filled in ${filledLines} lines\n`
  }
  yield* sayChanges(is, plan)
  yield* sayList(
    'kept apart, nothing of them was taken',
    keptApart,
    ({ line, problem }) => `line ${line}: ${visible(problem)}`,
  )
  yield* sayList(
    'doubts; a cell that cannot be read counts as empty',
    list.problems,
    ({ line, header, message }) =>
      `${line === undefined ? 'file' : `line ${line}`}${header === undefined ? '' : `, ${visible(header)}`}: ${visible(message)}`,
  )
}

function* sayChanges(is: Imported['is'], { added, changed, unchanged, absent }: Imported['plan']): Generator<string> {
  const would = is === 'planned' ? 'would be ' : ''
  yield `${added.length} ${would}added, ${changed.length} ${would}changed, ${unchanged.length} unchanged, ${absent.length} not in the list and left as they are\n`
  if (is !== 'planned') return
  yield* sayList('would be added', added, (row) =>
    [
      `line ${row.line}:`,
      ...[row.assetTag, row.serial, row.maker, row.model, row.softwareVersion].flatMap((text) =>
        text === undefined ? [] : [visible(text)],
      ),
    ].join(' '),
  )
  yield* sayList('would be changed', changed, ({ row, changes }) => {
    const facts = changes.map(
      ({ field, from, to }) => `${field} ${visible(String(from ?? '(none)'))} → ${visible(String(to))}`,
    )
    return `line ${row.line}: ${facts.join(', ')}`
  })
}

function* sayList<Each>(heading: string, all: readonly Each[], say: (each: Each) => string): Generator<string> {
  if (all.length === 0) return
  yield `${heading}: ${all.length}\n`
  for (const each of all.slice(0, shown)) yield `  ${say(each)}\n`
  if (all.length > shown) yield `  … and ${all.length - shown} more: --json lists them\n`
}
