import { listDevices, visible, visibleJson } from '../../flows/index.ts'
import type { Device } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 500

/** `observed unseen`: the devices of the inventory that nothing on the network surely is. */
export const observedUnseenCommand: CommandDefinition = {
  name: 'observed unseen',
  arguments: '[text]',
  description: 'lists the devices of the inventory, in scope, that nothing on the network surely is',
  options: [],
  examples: ['auscult observed unseen', 'auscult observed unseen BM-004'],
  run: async (session, [text]) => {
    await withOrganisation(session, async (store, organisation) => {
      async function* all(): AsyncGenerator<Device> {
        let after: string | undefined
        do {
          const page = { limit: pageLimit, ...(after === undefined ? {} : { after }) }
          const asked = { organisation, isUnseen: true, page, ...(text === undefined ? {} : { text }) } as const
          const { items, next } = await listDevices(store, asked)
          yield* items
          after = next
        } while (after !== undefined)
      }
      await session.screen.answer(session.json ? toJson(all()) : toText(all()))
    })
    return 0
  },
}

async function* toText(devices: AsyncIterable<Device>): AsyncGenerator<string> {
  for await (const { assetTag, serial, maker, model, softwareVersion, site, ward } of devices) {
    const known = [assetTag, maker, model, softwareVersion, serial, site, ward].filter((each) => each !== undefined)
    yield `${known.map((each) => visible(each, 200)).join(' · ')}\n`
  }
}

async function* toJson(devices: AsyncIterable<Device>): AsyncGenerator<string> {
  yield '{"devices":['
  let isFirst = true
  for await (const device of devices) {
    yield `${isFirst ? '\n' : ',\n'}${visibleJson(device)}`
    isFirst = false
  }
  yield ']}\n'
}
