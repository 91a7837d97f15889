import { importAliases, visible } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { readInput } from '../files.ts'
import { withOrganisation } from '../session.ts'
import { byOption, publicOption, tellAdded } from './alias-add.ts'

const problemsShown = 20

/** `alias import FILE`: the aliases of a table, all or none. */
export const aliasImportCommand: CommandDefinition = {
  name: 'alias import',
  arguments: '<file>',
  description:
    'adds the aliases of a table with tabs: relation, kind, from, to, source; all of them, or none where a line is wrong',
  options: [publicOption, byOption],
  examples: ['auscult alias import our-modules.tsv'],
  run: async (session, [file = ''], options) => {
    const text = Buffer.from(await readInput(file)).toString('utf8')
    const by = textOption(options, 'by') ?? `file ${file}`
    const { problems, done } = await withOrganisation(session, async (store, { organisationId }) =>
      importAliases(store, text, { organisationId, by, isPublic: options['public'] === true }),
    )
    if (done === undefined) {
      const told = problems.slice(0, problemsShown).map(({ line, message }) => `line ${line} ${visible(message)}`)
      const more = problems.length > problemsShown ? [`and ${problems.length - problemsShown} more lines`] : []
      throw new CommandError('refused', `${file}: nothing was added\n${[...told, ...more].join('\n')}`)
    }
    await tellAdded(session, done)
    return 0
  },
}
