import { forgetColumns, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { listedNumber } from '../listed-number.ts'
import { withOrganisation } from '../session.ts'

/** `columns forget ID`: the next list with these headers is guessed anew. */
export const columnsForgetCommand: CommandDefinition = {
  name: 'columns forget',
  arguments: '<id>',
  description: 'forgets the columns of this number, as "columns list" names them; what was read by them stands',
  options: [],
  examples: ['auscult columns forget 3'],
  run: async (session, [asked = '']) => {
    const listColumnsId = listedNumber(asked, { of: 'remembered columns', list: 'columns list' })
    await withOrganisation(session, async (store, organisation) => forgetColumns(store, organisation, listColumnsId))
    const told = { is: 'forgotten', listColumnsId }
    await session.screen.answer([session.json ? `${visibleJson(told)}\n` : `forgotten: ${told.listColumnsId}\n`])
    return 0
  },
}
