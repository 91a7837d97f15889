import { createOrganisation, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { withStore } from '../session.ts'

const longestName = 200

/** `organisation add NAME`: another hospital in the same database, behind its own walls. */
export const organisationAddCommand: CommandDefinition = {
  name: 'organisation add',
  arguments: '<name>',
  description: 'makes an organisation, unless there is one of that name; --organisation then names it',
  options: [],
  examples: ['auscult organisation add "Hôpital Nord"'],
  run: async (session, given) => {
    const name = (given[0] ?? '').trim()
    if (name === '' || name.length > longestName)
      throw new CommandError('usage', `an organisation needs a name of 1 to ${longestName} characters`)
    const made = await withStore(session, async (store) => createOrganisation(store, name))
    await session.screen.answer([
      session.json ? `${visibleJson(made)}\n` : `${made.organisationId}  ${visible(made.name)}\n`,
    ])
    return 0
  },
}
