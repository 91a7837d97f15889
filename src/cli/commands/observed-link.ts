import { Option } from 'commander'
import { linkToDevice } from '../../flows/index.ts'
import { theDevice } from '../the-device.ts'
import type { CommandDefinition } from '../command.ts'
import { decidedBy, decisionOptions, tellKept } from '../decision-options.ts'
import { withOrganisation } from '../session.ts'

/** `observed link ID DEVICE`: which device of the inventory it is, or (`--not`) is not. */
export const observedLinkCommand: CommandDefinition = {
  name: 'observed link',
  arguments: '<id> <device>',
  description: 'says which device of the inventory a device on the network is',
  options: [new Option('--not', 'says that it is not that one'), ...decisionOptions()],
  examples: [
    'auscult observed link 3f1c7d1e-0b7a-8c55-8a31-2f6e2b8d1a90 BM-00412 --author "M. Curie"',
    'auscult observed link 3f1c7d1e-0b7a-8c55-8a31-2f6e2b8d1a90 BM-00412 --not --author "M. Curie"',
  ],
  run: async (session, given, options) => {
    const [observedId = '', device = ''] = given
    const kind = options['not'] === true ? 'isNotDevice' : 'isDevice'
    const decision = await withOrganisation(session, async (store, organisation) => {
      const { deviceId } = await theDevice(store, organisation, device)
      return linkToDevice(store, { organisation, observedId, deviceId, kind, ...decidedBy(options) })
    })
    await tellKept(session, decision)
    return 0
  },
}
