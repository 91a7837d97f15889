import { giveNetworkName, visible, visibleJson } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'
import { byOption, nobodyNamed } from './alias-add.ts'

/** `zone add NETWORK NAME`: what people call a part of the network. */
export const zoneAddCommand: CommandDefinition = {
  name: 'zone add',
  arguments: '<network> <name>',
  description:
    'names a part of the network, so that traffic is told by it; the narrowest network that holds an address counts',
  options: [byOption],
  examples: ['auscult zone add 10.12.0.0/16 Imaging', 'auscult zone add 10.12.3.0/24 "MR, building C"'],
  run: async (session, [network = '', name = ''], options) => {
    const author = textOption(options, 'by') ?? nobodyNamed
    const named = await withOrganisation(session, async (store, organisation) =>
      giveNetworkName(store, organisation, { network, name, author }),
    )
    const text = session.json ? visibleJson(named) : `${named.network}: ${visible(named.name)}`
    await session.screen.answer([`${text}\n`])
    return 0
  },
}
