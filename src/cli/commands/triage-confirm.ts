import { Option } from 'commander'
import { confirmTriage, visible, visibleJson } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { modelVersionNumber } from '../listed-number.ts'
import { withOrganisation } from '../session.ts'

/** `triage confirm ID`: a decision holds for another version of its model too. */
export const triageConfirmCommand: CommandDefinition = {
  name: 'triage confirm',
  arguments: '<id>',
  description: 'says that a decision holds for another version of its model; from then on it counts there',
  options: [
    new Option('--model-version <id>', 'the version that it holds for too').makeOptionMandatory(),
    new Option('--author <name>', 'who looked at it').makeOptionMandatory(),
    new Option('--reason <text>', 'what was looked at; else the reason of the decision itself'),
  ],
  examples: ['auscult triage confirm 0f8fad5b-d9cb-469f-a165-70867728950e --model-version 8 --author "M. Curie"'],
  run: async (session, [triageId = ''], options) => {
    const [author = '', reason] = ['author', 'reason'].map((name) => textOption(options, name))
    const modelVersionId = modelVersionNumber(textOption(options, 'modelVersion') ?? '')
    const triage = await withOrganisation(session, async (store, organisation) =>
      confirmTriage(store, { organisation, triageId, modelVersionId, author, ...(reason && { reason }) }),
    )
    const { maker, model, version } = triage
    const what = [maker, model, version].filter((each) => each !== undefined).join(' ')
    await session.screen.answer([
      session.json
        ? `${visibleJson(triage)}\n`
        : `${triage.triageId}  ${visible(triage.vulnerability)}  ${visible(what)}: ${triage.status}\n`,
    ])
    return 0
  },
}
