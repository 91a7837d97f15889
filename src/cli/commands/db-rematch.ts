import { Option } from 'commander'
import { rematch, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withStore } from '../session.ts'

/** `db rematch`: brings findings up to date; other commands do so by themselves. */
export const dbRematchCommand: CommandDefinition = {
  name: 'db rematch',
  arguments: '',
  description: 'matches what changed since the last time; only needed after an interruption',
  options: [new Option('--all', 'matches everything again, which gives the same findings')],
  examples: ['auscult db rematch', 'auscult db rematch --all'],
  run: async (session, _given, options) => {
    const extent = options['all'] === true ? 'all' : 'stale'
    const matched = await withStore(session, async (store) => rematch(store, extent))
    const line = session.json
      ? visibleJson(matched)
      : `matched: ${matched.opened} new findings, ${matched.closed} no longer hold`
    await session.screen.answer([`${line}\n`])
    return 0
  },
}
