import { Option } from 'commander'
import { listAdvisories, visible } from '../../flows/index.ts'
import type { AdvisorySummary } from '../../flows/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** Asked for at a time; each is judged against the fleet. */
const pageLimit = 100

/** `advisory list`: advisories, newest first, with how much of the fleet each may reach. */
export const advisoryListCommand: CommandDefinition = {
  name: 'advisory list',
  arguments: '[text]',
  description:
    'lists advisories of makers, the newest first, that name devices of the fleet; text is a part of id, title or flaw',
  options: [new Option('--all', 'also those that name no device of the fleet')],
  examples: ['auscult advisory list', 'auscult advisory list CVE-2020-16214 --all --json'],
  run: async (session, [text], options) => {
    const isAll = options['all'] === true || textOption(options, 'all') !== undefined
    await withOrganisation(session, async (store, organisation) => {
      const asked = { organisation, ...(text === undefined ? {} : { text }) }
      const all = allPages(pageLimit, async (page) => listAdvisories(store, { ...asked, page }))
      const wanted = isAll ? all : ofTheFleet(all)
      await session.screen.answer(session.json ? jsonList('advisories', wanted) : toText(wanted))
    })
    return 0
  },
}

async function* ofTheFleet(advisories: AsyncIterable<AdvisorySummary>): AsyncGenerator<AdvisorySummary> {
  for await (const advisory of advisories) if (Object.keys(advisory.fleet.verdicts).length > 0) yield advisory
}

async function* toText(advisories: AsyncIterable<AdvisorySummary>): AsyncGenerator<string> {
  for await (const { trackingId, releasedAt = '', title, publisher, fleet } of advisories) {
    const { affected = 0, possible = 0 } = fleet.verdicts
    const { notRemediated = 0, inProgress = 0, done = 0 } = fleet.states
    const work = `to do ${notRemediated}, in progress ${inProgress}, done ${done}`
    yield `${visible(trackingId)}  ${releasedAt.slice(0, 10)}  ${affected} affected, ${possible} possible; ${work}  ${visible(title)} (${visible(publisher)})\n`
  }
}
