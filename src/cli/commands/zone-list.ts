import { namedNetworks, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `zone list`: the networks that have a name. */
export const zoneListCommand: CommandDefinition = {
  name: 'zone list',
  arguments: '',
  description: 'shows the parts of the network that have a name',
  options: [],
  examples: ['auscult zone list'],
  run: async (session) => {
    const zones = await withOrganisation(session, namedNetworks)
    await session.screen.answer(
      session.json
        ? [`${visibleJson({ zones })}\n`]
        : zones.map(({ network, name }) => `${network.padEnd(20)}  ${visible(name)}\n`),
    )
    return 0
  },
}
