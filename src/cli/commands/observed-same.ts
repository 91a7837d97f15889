import { joinObserved } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { decidedBy, decisionOptions, tellKept } from '../decision-options.ts'
import { withOrganisation } from '../session.ts'

/** `observed same ID OTHER`: two devices on the network are one. */
export const observedSameCommand: CommandDefinition = {
  name: 'observed same',
  arguments: '<id> <other>',
  description: 'says that two devices on the network are one; no later pass takes them apart',
  options: [...decisionOptions()],
  examples: [
    'auscult observed same 3f1c7d1e-0b7a-8c55-8a31-2f6e2b8d1a90 77aa0c52-91d2-8b1e-8d43-0a4be1c0f6aa --author "M. Curie"',
  ],
  run: async (session, given, options) => {
    const [observedId = '', otherId = ''] = given
    const decision = await withOrganisation(session, async (store, organisation) =>
      joinObserved(store, { organisation, observedId, otherId, ...decidedBy(options) }),
    )
    await tellKept(session, decision)
    return 0
  },
}
