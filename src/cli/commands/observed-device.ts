import { readDeviceSeen, visible, visibleJson } from '../../flows/index.ts'
import type { DeviceSeen } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { sayObserved } from '../say-observed.ts'
import { withOrganisation } from '../session.ts'
import { theDevice } from '../the-device.ts'

/** `observed device DEVICE`: what the network tells of a device of the inventory. */
export const observedDeviceCommand: CommandDefinition = {
  name: 'observed device',
  arguments: '<device>',
  description: 'shows what the network tells of a device of the inventory, and by which versions it is judged',
  options: [],
  examples: ['auscult observed device BM-00412'],
  run: async (session, given) => {
    const [device = ''] = given
    const seen = await withOrganisation(session, async (store, organisation) => {
      const { deviceId } = await theDevice(store, organisation, device)
      return readDeviceSeen(store, { organisation, deviceId, now: new Date() })
    })
    await session.screen.answer(session.json ? [`${visibleJson(seen)}\n`] : saySeen(seen))
    return 0
  },
}

function* saySeen({ observed, versions }: DeviceSeen): Generator<string> {
  if (observed.length === 0) yield 'nothing on the network is surely this device\n'
  for (const { version, declared, stands, because } of versions) {
    const how = stands === 'instead' ? 'judged by it alone' : 'gets the worse of both verdicts'
    yield `the list says ${visible(declared ?? 'no version', 100)}, the network ${visible(version, 100)}: ${how} (${because})\n`
  }
  for (const each of observed) yield* sayObserved(each)
}
