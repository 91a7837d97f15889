import { listColumns, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `columns list`: what is remembered of makers' component lists. */
export const columnsListCommand: CommandDefinition = {
  name: 'columns list',
  arguments: '',
  description: 'lists what is remembered of the columns of component lists, by maker',
  options: [],
  examples: ['auscult columns list', 'auscult columns list --json'],
  run: async (session) => {
    const { items: columns } = await withOrganisation(session, listColumns)
    if (columns.length === 0 && !session.json)
      session.screen.remark('nothing is remembered yet: "auscult sbom add LIST --columns …" or "--confirm …" does')
    const lines = columns.map(({ listColumnsId, makerKey, headers, fields }) => {
      const pairs = headers.map((header, index) => `${visible(header, 40)} → ${fields[index] ?? 'not read'}`)
      return `${listColumnsId}  ${makerKey === '' ? '(single devices)' : visible(makerKey)}  ${pairs.join(', ')}\n`
    })
    await session.screen.answer(session.json ? [`${visibleJson({ columns })}\n`] : lines)
    return 0
  },
}
