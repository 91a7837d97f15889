import { Option } from 'commander'
import { listObserved, readStandings, visible } from '../../flows/index.ts'
import type { ObservedDevice } from '../../flows/index.ts'
import { observedKinds, observedStandings } from '../../model/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { nameOf } from '../say-observed.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 500

/** `observed list`: the devices that were seen on the network. */
export const observedListCommand: CommandDefinition = {
  name: 'observed list',
  arguments: '[text]',
  description: 'lists the devices that were seen on the network, and how each stands to the inventory',
  options: [
    new Option('--standing <standing>', 'only those that stand so to the inventory').choices([...observedStandings]),
    new Option('--kind <kind>', 'only devices, gateways, routers or addresses outside').choices([...observedKinds]),
    new Option('--conflicts', 'only those of which contradicting facts are told'),
    new Option('--not-seen', 'only those that were not seen for 30 days'),
  ],
  examples: [
    'auscult observed list',
    'auscult observed list philips --standing onlyOnNetwork',
    'auscult observed list --conflicts',
  ],
  run: async (session, [text], options) => {
    const now = new Date()
    const standing = observedStandings.find((each) => each === textOption(options, 'standing'))
    const kind = observedKinds.find((each) => each === textOption(options, 'kind'))
    const filter = {
      ...(text === undefined ? {} : { text }),
      ...(standing === undefined ? {} : { standing }),
      ...(kind === undefined ? {} : { kind }),
      ...(options['conflicts'] === true ? { hasConflicts: true } : {}),
      ...(options['notSeen'] === true ? { state: 'notSeen' as const } : {}),
    }
    await withOrganisation(session, async (store, organisation) => {
      const all = allPages(pageLimit, async (page) => listObserved(store, { organisation, now, page, ...filter }))
      const standings = await readStandings(store, { organisation, now })
      await session.screen.answer(session.json ? jsonList('devices', all, { standings }) : toText(all, standings))
    })
    return 0
  },
}

type Standings = Awaited<ReturnType<typeof readStandings>>

async function* toText(devices: AsyncIterable<ObservedDevice>, standings: Standings): AsyncGenerator<string> {
  for await (const device of devices) {
    const { observedId, kind, standing, state, lastSeenAt, conflicting } = device
    const doubts = [
      ...(kind === 'device' ? [] : [kind]),
      ...(state === 'notSeen' ? ['not seen for 30 days'] : []),
      ...(conflicting.length > 0 ? [`contradicting: ${conflicting.join(', ')}`] : []),
    ]
    const said = doubts.length === 0 ? '' : `  (${doubts.join('; ')})`
    yield `${observedId}  ${visible(nameOf(device), 200)}  ${standing}, last seen ${lastSeenAt.slice(0, 10)}${said}\n`
  }
  const { matched, probable, onlyOnNetwork, onlyInList, betweenOthers, outside } = standings
  yield `${matched} are devices of the inventory, ${probable} may be, ${onlyOnNetwork} are in no list; ${betweenOthers} routers and gateways; ${outside} addresses outside; ${onlyInList} devices of the inventory were not seen\n`
}
