import { removeKey, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `key remove KEY`: trusts a key no more. */
export const keyRemoveCommand: CommandDefinition = {
  name: 'key remove',
  arguments: '<id>',
  description: 'trusts a key no more, by its id or fingerprint; nothing is valid by it from then on',
  options: [],
  examples: ['auscult key remove 3'],
  run: async (session, [asked = '']) => {
    const { key, judged } = await withOrganisation(session, async (store, organisation) =>
      removeKey(store, organisation, asked),
    )
    const line = `removed: ${key.kind} ${key.fingerprint} of ${visible(key.maker)}; ${judged} signed SBOMs were judged again\n`
    await session.screen.answer([session.json ? `${visibleJson({ is: 'removed', key, judged })}\n` : line])
    return 0
  },
}
