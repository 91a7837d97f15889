import { listColumns, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `columns list`: what is remembered of makers' component lists and of equipment lists. */
export const columnsListCommand: CommandDefinition = {
  name: 'columns list',
  arguments: '',
  description: 'lists what is remembered of the columns of component lists, by maker, and of equipment lists',
  options: [],
  examples: ['auscult columns list', 'auscult columns list --json'],
  run: async (session) => {
    const { items: columns } = await withOrganisation(session, listColumns)
    if (columns.length === 0 && !session.json)
      session.screen.remark(
        'nothing is remembered yet: "auscult sbom add LIST" and "auscult assets import LIST" with --columns do',
      )
    const lines = columns.map(({ listColumnsId, kind, makerKey, headers, fields }) => {
      const pairs = headers.map((header, index) => `${visible(header, 40)} → ${fields[index] ?? 'not read'}`)
      const of = kind === 'equipment' ? '(equipment)' : makerKey === '' ? '(single devices)' : visible(makerKey)
      return `${listColumnsId}  ${of}  ${pairs.join(', ')}\n`
    })
    await session.screen.answer(session.json ? [`${visibleJson({ columns })}\n`] : lines)
    return 0
  },
}
