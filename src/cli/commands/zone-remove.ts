import { takeNetworkName, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `zone remove NETWORK`: takes the name of a network away. */
export const zoneRemoveCommand: CommandDefinition = {
  name: 'zone remove',
  arguments: '<network>',
  description: 'takes the name of a network away; its addresses are told by /24 or /64 again',
  options: [],
  examples: ['auscult zone remove 10.12.3.0/24'],
  run: async (session, [network = '']) => {
    await withOrganisation(session, async (store, organisation) => takeNetworkName(store, organisation, network))
    await session.screen.answer([session.json ? `${visibleJson({ is: 'removed', network })}\n` : 'removed\n'])
    return 0
  },
}
