import { feedStatus, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withStore } from '../session.ts'
import { feedsMissing } from './ask.ts'

/** `feed status`: what is loaded of each feed, and how old it is. */
export const feedStatusCommand: CommandDefinition = {
  name: 'feed status',
  arguments: '',
  description: 'says what is loaded of each feed, how old it is and where it came from',
  options: [],
  examples: ['auscult feed status', 'auscult feed status --json'],
  run: async (session) => {
    const status = await withStore(session, feedStatus)
    if (session.json) {
      await session.screen.answer([`${visibleJson({ feeds: status })}\n`])
      return 0
    }
    if (status.length === 0) session.screen.remark(feedsMissing(session))
    await session.screen.answer(
      status.map(
        ({ feed, records, newestAt, loadedAt, source }) =>
          `${feed.padEnd(5)} ${String(records).padStart(9)} records  newest ${newestAt?.slice(0, 10) ?? '-'.padEnd(10)}  loaded ${loadedAt.slice(0, 10)}  ${visible(source)}\n`,
      ),
    )
    return 0
  },
}
