import { Option } from 'commander'
import { fuseObservations, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `observed fuse`: puts what was observed together into devices. */
export const observedFuseCommand: CommandDefinition = {
  name: 'observed fuse',
  arguments: '',
  description: 'puts what was observed together into devices; needed only where listening was broken off',
  options: [
    new Option(
      '--everything',
      'all of it anew, and not only what was seen since the last time; the result is the same',
    ),
  ],
  examples: ['auscult observed fuse', 'auscult observed fuse --everything'],
  run: async (session, _given, options) => {
    const again = options['everything'] === true ? { again: 'everything' as const } : {}
    const fused = await withOrganisation(session, async (store, { organisationId }) =>
      fuseObservations(store, { organisationId, ...again }),
    )
    const { devices, changed, gone, made, versions } = fused
    await session.screen.answer([
      session.json
        ? `${visibleJson(fused)}\n`
        : `${devices} devices on the network: ${changed} new or changed, ${gone} that are part of others now, ${made} new in the inventory; ${versions} versions other than the lists say\n`,
    ])
    return 0
  },
}
