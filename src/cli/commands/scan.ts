import { Option } from 'commander'
import { basename } from 'node:path'
import {
  listOrganisations,
  organisationOf,
  readColumnChoices,
  renderScan,
  scan,
  visibleJson,
} from '../../flows/index.ts'
import type { Store } from '../../store/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, exitCodes } from '../failure.ts'
import { readInput } from '../files.ts'
import { sayList } from '../say-list.ts'
import { organisationAsked, withStore } from '../session.ts'
import type { Organisation, Session } from '../session.ts'
import { feedsMissing } from './ask.ts'

/** `scan FILE`: what the loaded feeds say of one SBOM, without storing it. */
export const scanCommand: CommandDefinition = {
  name: 'scan',
  arguments: '<file>',
  description: 'reads one SBOM (- is standard input), tells its findings, and stores nothing',
  options: [
    new Option('--all', 'lists every finding'),
    new Option('--columns <text>', 'what the columns of a component list are: name=2,version=Version,none=Notes'),
  ],
  examples: ['auscult scan pump.cdx.json', 'auscult scan --json - < pump.spdx'],
  run: async (session, given, options) => {
    const [file = ''] = given
    const columns = textOption(options, 'columns')
    const hints = columns === undefined ? undefined : { choices: readColumnChoices(columns) }
    const bytes = await readInput(file)
    const scanned = await withStore(session, async (store) => {
      const organisation = await organisationFor(store, session)
      return scan(store, { bytes, ...(hints && { hints }), ...(organisation && { organisation }) })
    })
    if (scanned.is === 'refused') {
      const places = scanned.problems.slice(0, 3).map(({ place, message }) => `${place}: ${message}`)
      throw new CommandError('refused', [`${file}: ${scanned.because}`, ...places].join('; '))
    }
    const { language, screen } = session
    const { format, components, problems, list } = scanned.sbom
    const read = {
      format: [format.name, format.version, format.encoding].filter((word) => word !== '').join(' '),
      ...(list === undefined ? {} : { list }),
      sha256: scanned.sha256,
      components,
      problems,
    }
    if (list !== undefined && !session.json) for (const line of sayList(list)) screen.remark(line.trimEnd())
    if (scanned.is === 'noFeeds') {
      const message = feedsMissing(session)
      screen.remark(`auscult: ${message}`)
      if (session.json)
        await screen.answer([`${visibleJson({ ...read, findings: null, error: { code: 'noFeeds', message } })}\n`])
      return exitCodes.noFeeds
    }
    if (session.json) {
      await screen.answer([`${visibleJson({ ...read, findings: scanned.findings, corrected: scanned.corrected })}\n`])
      return 0
    }
    const look = { language, colour: screen.colour, width: screen.width, all: options['all'] === true }
    await screen.answer(renderScan(file === '-' ? 'stdin' : basename(file), scanned, look))
    return 0
  },
}

/** Whose corrections count: the organisation that is named, or the only one. None is made here. */
async function organisationFor(store: Store, session: Session): Promise<Organisation | undefined> {
  const asked = await organisationAsked(session)
  const all = await listOrganisations(store)
  if (all.length === 0 || (asked === undefined && all.length > 1)) return undefined
  return organisationOf(store, asked)
}
