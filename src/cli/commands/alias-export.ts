import { exportAliases, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `alias export`: the live aliases, as the table that `alias import` reads. */
export const aliasExportCommand: CommandDefinition = {
  name: 'alias export',
  arguments: '',
  description: 'prints the aliases that act, as the table that "alias import" reads',
  options: [],
  examples: ['auscult alias export > aliases.tsv'],
  run: async (session) => {
    const table = await withOrganisation(session, async (store, organisation) => exportAliases(store, organisation))
    await session.screen.answer([session.json ? `${visibleJson({ table })}\n` : table])
    return 0
  },
}
