import { readObserved, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'
import { sayObserved } from '../say-observed.ts'

/** `observed show ID`: one device on the network with all that it stands on. */
export const observedShowCommand: CommandDefinition = {
  name: 'observed show',
  arguments: '<id>',
  description:
    'shows one device on the network: each fact with who told it, why it is one device, and what contradicts',
  options: [],
  examples: ['auscult observed show 3f1c7d1e-0b7a-8c55-8a31-2f6e2b8d1a90'],
  run: async (session, [observedId = '']) => {
    const detail = await withOrganisation(session, async (store, organisation) =>
      readObserved(store, { organisation, observedId, now: new Date() }),
    )
    await session.screen.answer(session.json ? [`${visibleJson(detail)}\n`] : sayObserved(detail))
    return 0
  },
}
