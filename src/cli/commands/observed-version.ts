import { decideVersionOf } from '../../flows/index.ts'
import { theDevice } from '../the-device.ts'
import type { CommandDefinition } from '../command.ts'
import { decidedBy, decisionOptions, tellKept } from '../decision-options.ts'
import { withOrganisation } from '../session.ts'

/** `observed version DEVICE VERSION`: which software version a device of the inventory runs. */
export const observedVersionCommand: CommandDefinition = {
  name: 'observed version',
  arguments: '<device> <version>',
  description: 'says which software version a device runs, where its list and the network differ',
  options: [...decisionOptions()],
  examples: ['auscult observed version BM-00412 4.1.7 --author "M. Curie" --reason "read on the screen"'],
  run: async (session, given, options) => {
    const [device = '', version = ''] = given
    const decision = await withOrganisation(session, async (store, organisation) => {
      const { deviceId } = await theDevice(store, organisation, device)
      return decideVersionOf(store, { organisation, deviceId, version, ...decidedBy(options) })
    })
    await tellKept(session, decision)
    return 0
  },
}
