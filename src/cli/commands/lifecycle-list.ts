import { listReleaseCycles, visible } from '../../flows/index.ts'
import type { ListedCycle } from '../../flows/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 500

/** `lifecycle list [PRODUCT]`: how long releases are supported. */
export const lifecycleListCommand: CommandDefinition = {
  name: 'lifecycle list',
  arguments: '[product]',
  description: 'tells how long the releases of products are supported, of all or of one by its name at endoflife.date',
  options: [],
  examples: ['auscult lifecycle list debian', 'auscult lifecycle list --json'],
  run: async (session, given) => {
    await withOrganisation(session, async (store, organisation) => {
      const asked = { organisation, ...(given[0] === undefined ? {} : { product: given[0] }) }
      const all = allPages(pageLimit, async (page) => listReleaseCycles(store, { ...asked, page }))
      await session.screen.answer(session.json ? jsonList('releaseCycles', all) : toText(all))
    })
    return 0
  },
}

async function* toText(cycles: AsyncIterable<ListedCycle>): AsyncGenerator<string> {
  for await (const { product, cycle, label, activeSupport, securitySupport, extendedSupport, latest } of cycles) {
    const ends = [
      `improved until ${say(activeSupport)}`,
      `repaired until ${say(securitySupport)}`,
      ...(extendedSupport === undefined ? [] : [`against payment until ${say(extendedSupport)}`]),
      ...(latest === undefined ? [] : [`newest ${visible(latest)}`]),
    ]
    yield `${visible(product)}  ${visible(label ?? cycle)}  ${ends.join(', ')}\n`
  }
}

function say(end: ListedCycle['securitySupport']): string {
  if (end === undefined) return '?'
  if (end.is === 'on') return end.day
  return end.is === 'ended' ? 'some past day' : 'no known end'
}
