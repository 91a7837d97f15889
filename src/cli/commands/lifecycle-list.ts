import { listReleaseCycles, visible, visibleJson } from '../../flows/index.ts'
import type { ListedCycle } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** Asked for at a time, so that all that is known is never held. */
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
      async function* all(): AsyncGenerator<ListedCycle> {
        let after: string | undefined
        do {
          const page = { limit: pageLimit, ...(after === undefined ? {} : { after }) }
          const asked = { organisation, page, ...(given[0] === undefined ? {} : { product: given[0] }) }
          const { items, next } = await listReleaseCycles(store, asked)
          yield* items
          after = next
        } while (after !== undefined)
      }
      await session.screen.answer(session.json ? toJson(all()) : toText(all()))
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

async function* toJson(cycles: AsyncIterable<ListedCycle>): AsyncGenerator<string> {
  yield '{"releaseCycles":['
  let isFirst = true
  for await (const cycle of cycles) {
    yield `${isFirst ? '\n' : ',\n'}${visibleJson(cycle)}`
    isFirst = false
  }
  yield ']}\n'
}
