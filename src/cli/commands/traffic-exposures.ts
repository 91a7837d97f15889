import { Option } from 'commander'
import { listExposures, sayExposure, sayRule, visible, visibleJson } from '../../flows/index.ts'
import { exposureRules } from '../../model/index.ts'
import { numberOption, textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'
import { sayRest, trafficAsked, trafficOptions } from './traffic-list.ts'

/** `traffic exposures`: what deserves a look. */
export const trafficExposuresCommand: CommandDefinition = {
  name: 'traffic exposures',
  arguments: '',
  description:
    'shows what of the traffic of medical devices deserves a look: paths to and from the internet and to makers, remote maintenance, clear text, devices that talk to each other, sweeps',
  options: [new Option('--rule <rule>', 'only this').choices(exposureRules), ...trafficOptions],
  examples: ['auscult traffic exposures', 'auscult traffic exposures --rule fromInternet --json'],
  run: async (session, _given, options) => {
    const limit = Math.min(Math.max(1, Math.trunc(numberOption(options, 'limit') ?? 100)), 100_000)
    const rule = exposureRules.find((each) => each === textOption(options, 'rule'))
    const found = await withOrganisation(session, async (store, organisation) =>
      listExposures(store, {
        organisation,
        ...(await trafficAsked(store, organisation, options)),
        ...(rule === undefined ? {} : { rule }),
        page: { limit },
      }),
    )
    if (session.json) {
      await session.screen.answer([`${visibleJson(found)}\n`])
      return 0
    }
    const counts = exposureRules.flatMap((each) => {
      const count = found.rules[each]
      return count === undefined
        ? []
        : [`${sayRule(each, session.language)}: ${count.lines} (${count.devices} devices)\n`]
    })
    const lines = found.items.map((exposure) => `${visible(sayExposure(exposure, session.language))}\n`)
    const rest = sayRest(found.total - found.items.length, found.isCut)
    await session.screen.answer([...counts, '\n', ...lines, `${rest}\n`])
    return 0
  },
}
