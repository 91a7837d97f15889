import { splitObserved } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { decidedBy, decisionOptions, tellKept } from '../decision-options.ts'
import { withOrganisation } from '../session.ts'

/** `observed split ID ANCHOR`: something that a device is known by is a device of its own. */
export const observedSplitCommand: CommandDefinition = {
  name: 'observed split',
  arguments: '<id> <anchor>',
  description: 'says that something a device is known by is a device of its own; no later pass joins it again',
  options: [...decisionOptions()],
  examples: ['auscult observed split 3f1c7d1e-0b7a-8c55-8a31-2f6e2b8d1a90 mac:00:09:fb:12:34:56 --author "M. Curie"'],
  run: async (session, given, options) => {
    const [observedId = '', anchor = ''] = given
    const decision = await withOrganisation(session, async (store, organisation) =>
      splitObserved(store, { organisation, observedId, anchor, ...decidedBy(options) }),
    )
    await tellKept(session, decision)
    return 0
  },
}
