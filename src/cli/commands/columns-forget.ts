import { forgetColumns, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `columns forget ID`: the next list with these headers is guessed anew. */
export const columnsForgetCommand: CommandDefinition = {
  name: 'columns forget',
  arguments: '<id>',
  description: 'forgets the columns of this number, as "columns list" names them; what was read by them stands',
  options: [],
  examples: ['auscult columns forget 3'],
  run: async (session, [asked = '']) => {
    await withOrganisation(session, async (store, organisation) => forgetColumns(store, organisation, Number(asked)))
    const told = { is: 'forgotten', listColumnsId: Number(asked) }
    await session.screen.answer([session.json ? `${visibleJson(told)}\n` : `forgotten: ${told.listColumnsId}\n`])
    return 0
  },
}
