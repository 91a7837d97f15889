import { listOrganisations, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withStore } from '../session.ts'

/** `organisation list`: whose fleets the database holds. */
export const organisationListCommand: CommandDefinition = {
  name: 'organisation list',
  arguments: '',
  description: 'lists the organisations, oldest first',
  options: [],
  examples: ['auscult organisation list'],
  run: async (session) => {
    const organisations = await withStore(session, listOrganisations)
    await session.screen.answer(
      session.json
        ? [`${visibleJson({ organisations })}\n`]
        : organisations.map(({ organisationId, name }) => `${organisationId}  ${visible(name)}\n`),
    )
    return 0
  },
}
