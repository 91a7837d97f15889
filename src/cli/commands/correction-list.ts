import { Option } from 'commander'
import { listCorrections, visible, visibleJson } from '../../flows/index.ts'
import type { CorrectionListed } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 500

/** `correction list`: what is said instead of what SBOMs write. */
export const correctionListCommand: CommandDefinition = {
  name: 'correction list',
  arguments: '',
  description: 'lists the corrections of this organisation with their numbers, who made them, and why',
  options: [
    new Option('--closed', 'those that no longer act, too'),
    new Option('--misses', 'only those that meet nothing now: no SBOM in force lists what they speak of'),
  ],
  examples: ['auscult correction list', 'auscult correction list --misses', 'auscult correction list --closed --json'],
  run: async (session, _given, options) => {
    const corrections = await withOrganisation(session, async (store, organisation) => {
      const all: CorrectionListed[] = []
      for (let after: string | undefined; ;) {
        const page = { limit: pageLimit, ...(after === undefined ? {} : { after }) }
        const { items, next } = await listCorrections(store, {
          organisation,
          closed: options['closed'] === true,
          misses: options['misses'] === true,
          page,
        })
        all.push(...items)
        if (next === undefined) return all
        after = next
      }
    })
    await session.screen.answer(session.json ? [`${visibleJson({ corrections })}\n`] : corrections.map(sayLine))
    return 0
  },
}

function sayLine({ correctionId, match, sets, reason, by, at, closedAt, meets }: CorrectionListed): string {
  const words = (facts: object): string =>
    Object.entries(facts)
      .map(([fact, text]) => (text === true ? fact : `${fact} ${text === '' ? '(none)' : String(text)}`))
      .join(', ')
  const closed = closedAt === null ? '' : `  closed ${closedAt.slice(0, 10)}`
  const misses = meets || closedAt !== null ? '' : '  meets nothing now'
  return `${String(correctionId).padStart(6)}  ${visible(words(match))} → ${visible(words(sets))}  ${at.slice(0, 10)} ${visible(by)}: ${visible(reason)}${closed}${misses}\n`
}
