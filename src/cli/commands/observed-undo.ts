import { undoObserved } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { decidedBy, decisionOptions } from '../decision-options.ts'
import { withOrganisation } from '../session.ts'

/** `observed undo DECISION`: takes a decision back. */
export const observedUndoCommand: CommandDefinition = {
  name: 'observed undo',
  arguments: '<decision>',
  description: 'takes back what somebody decided of devices on the network',
  options: [...decisionOptions()],
  examples: ['auscult observed undo 77aa0c52-91d2-8b1e-8d43-0a4be1c0f6aa --author "M. Curie"'],
  run: async (session, given, options) => {
    const [decisionId = ''] = given
    await withOrganisation(session, async (store, organisation) =>
      undoObserved(store, { organisation, decisionId, ...decidedBy(options) }),
    )
    await session.screen.answer([session.json ? '{"undone":true}\n' : 'taken back\n'])
    return 0
  },
}
