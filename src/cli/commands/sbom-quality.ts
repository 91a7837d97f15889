import { Option } from 'commander'
import {
  missesOfSbom,
  qualityOfFile,
  qualityOfSbom,
  readColumnChoices,
  renderQuality,
  sayMisses,
  sayQuality,
  visible,
  visibleJson,
} from '../../flows/index.ts'
import { checklists } from '../../model/index.ts'
import type { ChecklistId, ComponentQuality, SbomQuality } from '../../model/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { readInput } from '../files.ts'
import { withOrganisation } from '../session.ts'
import type { Session } from '../session.ts'

interface Judged {
  readonly quality: SbomQuality
  readonly misses: readonly ComponentQuality[]
}

/** `sbom quality FILE|ID`: an SBOM beside checklists of minimum elements. */
export const sbomQualityCommand: CommandDefinition = {
  name: 'sbom quality',
  arguments: '<file-or-id>',
  description:
    'holds an SBOM (a file, or the number of one that was added) beside NTIA 2021, CISA 2025, BSI TR-03183-2 and FDA 524B: what is there, what is missing, and what to ask the maker',
  options: [
    new Option('--against <names>', `only these checklists: ${checklists.join(',')}`),
    new Option('--columns <text>', 'what the columns of a component list are: name=2,version=Version,none=Notes'),
    new Option('--all', 'lists every component of which something is missing'),
  ],
  examples: ['auscult sbom quality pump.cdx.json', 'auscult sbom quality 12 --against bsi,fda --json'],
  run: async (session, [given = ''], options) => {
    const against = toChecklists(textOption(options, 'against'))
    const judged = /^\d{1,9}$/.test(given)
      ? await judgeStored(session, Number(given), against)
      : await judgeFile(given, against, textOption(options, 'columns'))
    const { language, screen, json } = session
    const look = { language, colour: screen.colour, width: screen.width, all: options['all'] === true }
    const said = () => ({
      ...sayQuality(judged.quality, language),
      misses: judged.misses.map((each) => sayMisses(each, language)),
    })
    await screen.answer(json ? [`${visibleJson(said())}\n`] : renderQuality(judged, look))
    return 0
  },
}

function toChecklists(text: string | undefined): readonly ChecklistId[] {
  if (text === undefined) return checklists
  return text.split(',').map((name) => {
    const id = checklists.find((each) => each === name.trim().toLowerCase())
    if (id === undefined)
      throw new CommandError('usage', `"${visible(name, 60)}" is no checklist; there are ${checklists.join(', ')}`)
    return id
  })
}

async function judgeFile(file: string, against: readonly ChecklistId[], columns: string | undefined): Promise<Judged> {
  const hints = columns === undefined ? {} : { hints: { choices: readColumnChoices(columns) } }
  const judged = await qualityOfFile(await readInput(file), { against, ...hints })
  if (judged.is === 'refused') throw new CommandError('refused', `${visible(file)}: ${judged.because}`)
  return judged
}

const mostMisses = 1_000_000

async function judgeStored(session: Session, sbomId: number, against: readonly ChecklistId[]): Promise<Judged> {
  return withOrganisation(session, async (store, organisation) => {
    const asked = { organisation, sbomId, against }
    const quality = await qualityOfSbom(store, asked)
    const { items } = await missesOfSbom(store, { ...asked, page: { limit: mostMisses } })
    return { quality, misses: items }
  })
}
