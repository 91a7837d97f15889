import { Option } from 'commander'
import { listAliases, visible, visibleJson } from '../../flows/index.ts'
import type { Alias } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

const atOnce = 500

/** `alias list`: names that stand for each other, with their numbers and sources. */
export const aliasListCommand: CommandDefinition = {
  name: 'alias list',
  arguments: '[text]',
  description: 'shows the aliases with their sources: all, or those with a part of a name',
  options: [new Option('--closed', 'those that no longer act, too')],
  examples: ['auscult alias list cinterion'],
  run: async (session, [text = ''], options) => {
    const closed = options['closed'] === true
    return withOrganisation(session, async (store, organisation) => {
      const all: Alias[] = []
      let after: string | undefined
      do {
        session.signal.throwIfAborted()
        const page = { limit: atOnce, ...(after === undefined ? {} : { after }) }
        const { items, next } = await listAliases(store, { organisation, text, closed, page })
        if (!session.json) await session.screen.answer(items.map(sayAlias))
        else all.push(...items)
        after = next
      } while (after !== undefined)
      if (session.json) await session.screen.answer([`${visibleJson({ aliases: all })}\n`])
      return 0
    })
  },
}

function sayAlias({ aliasId, relation, kind, from, to, source, isPublic, addedBy, addedAt, closedAt }: Alias): string {
  const whose = isPublic ? '' : ' · own'
  const until = closedAt === null ? '' : ` · closed ${closedAt.slice(0, 10)}`
  return `${String(aliasId).padStart(6)}  ${visible(from)} ${relation} ${visible(to)} (${kind}) · ${visible(source)} · ${visible(textOfAdder(addedBy))} ${addedAt.slice(0, 10)}${whose}${until}\n`
}

function textOfAdder(addedBy: string): string {
  return addedBy === 'auscult' ? 'comes with Auscult,' : `added by ${addedBy},`
}
