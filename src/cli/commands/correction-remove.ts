import { removeCorrection, visible, visibleJson } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { listedNumber } from '../listed-number.ts'
import { withOrganisation } from '../session.ts'
import { byOption, nobodyNamed } from './alias-add.ts'
import { ofCorrection } from './correction-add.ts'

/** `correction remove NUMBER`: closes a correction; questions about the past keep it. */
export const correctionRemoveCommand: CommandDefinition = {
  name: 'correction remove',
  arguments: '<number>',
  description: 'closes a correction, which acts no more from now on; questions about the past keep it',
  options: [byOption],
  examples: ['auscult correction remove 12'],
  run: async (session, [number = ''], options) => {
    const asked = { correctionId: listedNumber(number, ofCorrection), by: textOption(options, 'by') ?? nobodyNamed }
    const closed = await withOrganisation(session, async (store, organisation) =>
      removeCorrection(store, organisation, asked),
    )
    await session.screen.answer([
      session.json
        ? `${visibleJson(closed)}\n`
        : `closed: what is written of ${visible(closed.match.name)} counts again\n`,
    ])
    return 0
  },
}
