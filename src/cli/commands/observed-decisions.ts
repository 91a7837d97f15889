import { listObservedDecisions, visible } from '../../flows/index.ts'
import type { ObservedDecision } from '../../flows/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 500

/** `observed decisions`: what people decided, with the ids to undo it by. */
export const observedDecisionsCommand: CommandDefinition = {
  name: 'observed decisions',
  arguments: '',
  description: 'lists what people decided of devices on the network',
  options: [],
  examples: ['auscult observed decisions'],
  run: async (session) => {
    await withOrganisation(session, async (store, organisation) => {
      const all = allPages(pageLimit, async (page) => listObservedDecisions(store, { organisation, page }))
      await session.screen.answer(session.json ? jsonList('decisions', all) : toText(all))
    })
    return 0
  },
}

async function* toText(decisions: AsyncIterable<ObservedDecision>): AsyncGenerator<string> {
  for await (const decision of decisions) yield say(decision)
}

function say({
  decisionId,
  kind,
  anchor,
  otherAnchor,
  deviceId,
  version,
  author,
  at,
  reason,
}: ObservedDecision): string {
  const what = [anchor, otherAnchor, deviceId, version]
    .filter((each) => each !== undefined)
    .map((each) => visible(each, 200))
  const why = reason === undefined ? '' : `: ${visible(reason, 300)}`
  return `${decisionId}  ${at.slice(0, 10)}  ${kind} ${what.join(' ')}  (${visible(author, 100)}${why})\n`
}
