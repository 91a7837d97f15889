import { Option } from 'commander'
import { listAliases, visible } from '../../flows/index.ts'
import type { Alias } from '../../flows/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import type { CommandDefinition } from '../command.ts'
import { nobodyNamed } from './alias-add.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 500

/** `alias list`: names that stand for each other, with their numbers and sources. */
export const aliasListCommand: CommandDefinition = {
  name: 'alias list',
  arguments: '[text]',
  description: 'shows the aliases with their sources: all, or those with a part of a name',
  options: [new Option('--closed', 'those that no longer act, too')],
  examples: ['auscult alias list cinterion'],
  run: async (session, [text = ''], options) => {
    const closed = options['closed'] === true
    await withOrganisation(session, async (store, organisation) => {
      const all = allPages(pageLimit, async (page) => listAliases(store, { organisation, text, closed, page }))
      await session.screen.answer(session.json ? jsonList('aliases', all) : toText(all))
    })
    return 0
  },
}

async function* toText(aliases: AsyncIterable<Alias>): AsyncGenerator<string> {
  for await (const alias of aliases) yield sayAlias(alias)
}

function sayAlias(alias: Alias): string {
  const { aliasId, relation, kind, from, to, source, isPublic, addedBy, addedAt } = alias
  const whose = isPublic ? '' : ' · own'
  return `${String(aliasId).padStart(6)}  ${visible(from)} ${relation} ${visible(to)} (${kind}) · ${visible(source)} · ${visible(textOfAdder(addedBy))} ${addedAt.slice(0, 10)}${whose}${sayClosed(alias)}\n`
}

function sayClosed({ closedAt, closedBy, closedBecause }: Alias): string {
  if (closedAt === null) return ''
  const why = closedBecause === null ? '' : `: ${visible(closedBecause)}`
  return ` · closed ${closedAt.slice(0, 10)} by ${visible(closedBy ?? nobodyNamed)}${why}`
}

function textOfAdder(addedBy: string): string {
  return addedBy === 'auscult' ? 'comes with Auscult,' : `added by ${addedBy},`
}
