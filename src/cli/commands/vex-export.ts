import { writeFile } from 'node:fs/promises'
import { Option } from 'commander'
import { exportStatements, statementWriters, visible, visibleJson } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { modelVersionNumber } from '../listed-number.ts'
import { withOrganisation } from '../session.ts'

const ids = statementWriters.map(({ id }) => id)

/** `vex export ID`: what holds for a model version, in a format that others read. */
export const vexExportCommand: CommandDefinition = {
  name: 'vex export',
  arguments: '<model-version>',
  description:
    'writes what holds for a model version, by all who speak of it and by your own triage, as CSAF 2.0, CycloneDX 1.6 or OpenVEX 0.2.0',
  options: [
    new Option('--as <format>', 'the format').choices(ids).default('csaf'),
    new Option('--output <file>', 'writes into a file; else to standard output'),
  ],
  examples: ['auscult vex export 7 > pump.csaf.json', 'auscult vex export 7 --as openvex --output pump.openvex.json'],
  run: async (session, [modelVersion = ''], options) => {
    const as = ids.find((id) => id === textOption(options, 'as')) ?? 'csaf'
    const output = textOption(options, 'output')
    const modelVersionId = modelVersionNumber(modelVersion)
    const exported = await withOrganisation(session, async (store, organisation) =>
      exportStatements(store, { organisation, modelVersionId, as, now: new Date() }),
    )
    if (output === undefined) {
      await session.screen.answer([exported.text])
      return 0
    }
    await writeFile(output, exported.text)
    const { statements } = exported
    await session.screen.answer([
      session.json
        ? `${visibleJson({ file: output, statements })}\n`
        : `${visible(output)}: ${statements} statements\n`,
    ])
    return 0
  },
}
