import { Option } from 'commander'
import { diffSboms, renderDiff, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { toNomenclature } from '../nomenclature.ts'
import { withOrganisation } from '../session.ts'

/** `sbom diff A B`: what changed from one SBOM or model version to another, and what it means. */
export const sbomDiffCommand: CommandDefinition = {
  name: 'sbom diff',
  arguments: '<before> <after>',
  description:
    'compares two SBOMs (by number, also retired ones) or two model versions (model:NUMBER): components added, removed and changed, flaws newly there, fixed, or no longer told',
  options: [new Option('--all', 'folds nothing away')],
  examples: ['auscult sbom diff 12 15', 'auscult sbom diff model:7 model:9 --all', 'auscult sbom diff 12 15 --json'],
  run: async (session, given, options) => {
    const [before, after] = [toNomenclature(given[0] ?? ''), toNomenclature(given[1] ?? '')]
    const diff = await withOrganisation(session, async (store, organisation) =>
      diffSboms(store, organisation, { before, after }),
    )
    const { language, screen } = session
    const look = { language, colour: screen.colour, width: screen.width, all: options['all'] === true }
    await screen.answer(session.json ? [`${visibleJson(diff)}\n`] : renderDiff(diff, look))
    return 0
  },
}
