import { Option } from 'commander'
import { oneDevice, remediate, sayWorkState, visible, visibleJson } from '../../flows/index.ts'
import { numberOption, textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { modelVersionNumber } from '../listed-number.ts'
import { withOrganisation } from '../session.ts'

const states = ['notRemediated', 'inProgress', 'done'] as const

/** `advisory remediate ID FLAW`: says how far the work is. */
export const advisoryRemediateCommand: CommandDefinition = {
  name: 'advisory remediate',
  arguments: '<id> <flaw>',
  description:
    'says how far the work on a flaw of an advisory is, on one device or on all of a model version; it stands until a revision asks for something else',
  options: [
    new Option('--device <which>', 'one device: id, serial number, asset tag, address or host name'),
    new Option('--model-version <number>', 'all devices of a model version').argParser(modelVersionNumber),
    new Option('--state <state>', 'where the work stands').choices(states).makeOptionMandatory(),
    new Option('--author <name>', 'who says so').makeOptionMandatory(),
    new Option('--note <text>', 'what was done, or why not').default(''),
  ],
  examples: [
    'auscult advisory remediate ICSMA-20-254-01 CVE-2020-16214 --device DE1003 --state done --author "A. Martin" --note "N.01 installed"',
  ],
  run: async (session, [id = '', flaw = ''], options) => {
    const device = textOption(options, 'device')
    const modelVersionId = numberOption(options, 'modelVersion')
    if ((device === undefined) === (modelVersionId === undefined))
      throw new CommandError('usage', 'name either --device or --model-version')
    const state = states.find((each) => each === textOption(options, 'state')) ?? 'notRemediated'
    const set = await withOrganisation(session, async (store, organisation) =>
      remediate(store, {
        organisation,
        id,
        flaw,
        on:
          device === undefined
            ? { modelVersionId: modelVersionId ?? 0 }
            : { deviceId: await oneDevice(store, organisation, device) },
        state,
        note: textOption(options, 'note') ?? '',
        author: textOption(options, 'author') ?? '',
      }),
    )
    const said = `${visible(set.flaw.id)}: ${sayWorkState(set.state, session.language)}, as of version ${visible(set.version)} of the advisory\n`
    await session.screen.answer([session.json ? `${visibleJson(set)}\n` : said])
    return 0
  },
}
