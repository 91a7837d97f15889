import { Option } from 'commander'
import { removeAlias, visible, visibleJson } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { listedNumber } from '../listed-number.ts'
import { withOrganisation } from '../session.ts'
import { byOption, nobodyNamed } from './alias-add.ts'

/** `alias remove NUMBER`: closes an alias; what is known of the past keeps it. */
export const aliasRemoveCommand: CommandDefinition = {
  name: 'alias remove',
  arguments: '<number>',
  description: 'closes an alias, which acts no more from now on; questions about the past keep it',
  options: [byOption, new Option('--reason <text>', 'why, for whoever asks later')],
  examples: ['auscult alias remove 512 --by "A. Martin" --reason "the merger was called off"'],
  run: async (session, [number = ''], options) => {
    const aliasId = listedNumber(number, { of: 'an alias', list: 'alias list' })
    const by = textOption(options, 'by') ?? nobodyNamed
    const because = textOption(options, 'reason')
    const done = await withOrganisation(session, async (store, { organisationId }) =>
      removeAlias(store, aliasId, { organisationId, by, ...(because === undefined ? {} : { because }) }),
    )
    const { alias, components } = done
    await session.screen.answer([
      session.json
        ? `${visibleJson(done)}\n`
        : `closed: ${visible(alias.from)} ${alias.relation} ${visible(alias.to)}; components that are looked up under other names now: ${components}\n`,
    ])
    return 0
  },
}
