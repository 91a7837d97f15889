import { blindSpots, feedStatus, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withStore } from '../session.ts'
import { feedsMissing } from './ask.ts'

/** `feed status`: what is loaded of each feed, and how old it is. */
export const feedStatusCommand: CommandDefinition = {
  name: 'feed status',
  arguments: '',
  description:
    'says what is loaded of each feed, how old it is and where it came from; and how many CVEs of each year are blind spots: no source tells in a readable form what is affected',
  options: [],
  examples: ['auscult feed status', 'auscult feed status --json'],
  run: async (session) => {
    const { status, blind } = await withStore(session, async (store) => ({
      status: await feedStatus(store),
      blind: await blindSpots(store),
    }))
    if (session.json) {
      await session.screen.answer([`${visibleJson({ feeds: status, blindSpots: blind })}\n`])
      return 0
    }
    if (status.length === 0) session.screen.remark(feedsMissing(session))
    await session.screen.answer(
      status.map(
        ({ feed, records, newestAt, loadedAt, source }) =>
          `${feed.padEnd(5)} ${String(records).padStart(9)} records  newest ${newestAt?.slice(0, 10) ?? '-'.padEnd(10)}  loaded ${loadedAt.slice(0, 10)}  ${visible(source)}\n`,
      ),
    )
    const told = blind.filter((year) => year.blindSpots > 0)
    if (told.length > 0)
      await session.screen.answer([
        '\nblind spots: CVEs for which none of these says, in a form a machine can read, what is affected\n',
        ...told.map(
          ({ year, flaws, blindSpots: count }) =>
            `${year}  ${String(count).padStart(7)} of ${flaws} (${share(count, flaws)})\n`,
        ),
      ])
    return 0
  },
}

function share(part: number, whole: number): string {
  return `${((100 * part) / whole).toFixed(1)} %`
}
