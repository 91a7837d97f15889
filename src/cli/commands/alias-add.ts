import { Option } from 'commander'
import { addAliases, visibleJson } from '../../flows/index.ts'
import type { AliasesAdded } from '../../flows/index.ts'
import { checkAlias } from '../../model/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { withOrganisation } from '../session.ts'
import type { Session } from '../session.ts'

/** What the commands that add or close aliases share. */
export const publicOption = new Option(
  '--public',
  'for every organisation in this database; else for the one that adds it alone',
)
export const byOption = new Option('--by <name>', 'who says so here; else "command line"')

/** Who adds or closes an alias, where nobody is named. */
export const nobodyNamed = 'command line'

/** `alias add RELATION FROM TO`: names that stand for each other. */
export const aliasAddCommand: CommandDefinition = {
  name: 'alias add',
  arguments: '<relation> <from> <to>',
  description:
    'says what two names have to do with each other (same, successor, memberOf, embeds, knownBy), and matches at once what that touches',
  options: [
    new Option('--source <text>', 'what says so: an advisory, a product page, a press notice').makeOptionMandatory(),
    new Option('--maker', 'the names are makers; else products, by name, CPE or purl'),
    publicOption,
    byOption,
  ],
  examples: [
    'auscult alias add memberOf PLS63 Cinterion --source "product page of its maker" --public',
    'auscult alias add successor Hillrom Baxter --maker --source "press notice of Baxter, December 2021"',
  ],
  run: async (session, [relation = '', from = '', to = ''], options) => {
    const kind = options['maker'] === true ? 'maker' : 'product'
    const alias = checkAlias({ relation, kind, from, to, source: textOption(options, 'source') ?? '' })
    if (typeof alias === 'string') throw new CommandError('usage', `an alias ${alias}`)
    const by = textOption(options, 'by') ?? nobodyNamed
    const done = await withOrganisation(session, async (store, { organisationId }) =>
      addAliases(store, [alias], { organisationId, by, isPublic: options['public'] === true }),
    )
    await tellAdded(session, done)
    return 0
  },
}

/** Tells what adding aliases did. */
export async function tellAdded(session: Session, done: AliasesAdded): Promise<void> {
  const { added, known, components } = done
  const ids = added.length === 1 ? ` (number ${added[0]})` : ''
  await session.screen.answer([
    session.json
      ? `${visibleJson(done)}\n`
      : `added: ${added.length}${ids}; there already: ${known}; components that are looked up under other names now: ${components}\n`,
  ])
}
