import { Option } from 'commander'
import { neededFlowForms, neededFlows, sayCaution, visible, visibleJson, writeNeededFlows } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `traffic needed MAKER MODEL`: the flows that a model needs. */
export const trafficNeededCommand: CommandDefinition = {
  name: 'traffic needed',
  arguments: '<maker> <model>',
  description:
    'writes the flows that the devices of a model were seen to need: for a day without internet, and for filters that count and log',
  options: [new Option('--as <form>', 'the form').choices(neededFlowForms).default('csv')],
  examples: [
    'auscult traffic needed Philips "IntelliVue MX700" > mx700.csv',
    'auscult traffic needed Philips "IntelliVue MX700" --as nftables > mx700.nft',
  ],
  run: async (session, [maker = '', model = ''], options) => {
    const form = neededFlowForms.find((each) => each === textOption(options, 'as')) ?? 'csv'
    const needed = await withOrganisation(session, async (store, organisation) =>
      neededFlows(store, { organisation, maker, model }),
    )
    if (!session.json && form === 'csv')
      for (const line of sayCaution(needed, session.language)) session.screen.remark(visible(line))
    await session.screen.answer(
      session.json ? [`${visibleJson(needed)}\n`] : writeNeededFlows(needed, form, session.language),
    )
    return 0
  },
}
