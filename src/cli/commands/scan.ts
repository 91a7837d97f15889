import { Option } from 'commander'
import { basename } from 'node:path'
import { renderScan, scan, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, exitCodes } from '../failure.ts'
import { readInput } from '../files.ts'
import { withStore } from '../session.ts'
import { feedsMissing } from './ask.ts'

/** `scan FILE`: what the loaded feeds say of one SBOM, without storing it. */
export const scanCommand: CommandDefinition = {
  name: 'scan',
  arguments: '<file>',
  description: 'reads one SBOM (- is standard input), tells its findings, and stores nothing',
  options: [new Option('--all', 'lists every finding')],
  examples: ['auscult scan pump.cdx.json', 'auscult scan --json - < pump.spdx'],
  run: async (session, given, options) => {
    const [file = ''] = given
    const bytes = await readInput(file)
    const scanned = await withStore(session, async (store) => scan(store, bytes))
    if (scanned.is === 'refused') {
      const places = scanned.problems.slice(0, 3).map(({ place, message }) => `${place}: ${message}`)
      throw new CommandError('refused', [`${file}: ${scanned.because}`, ...places].join('; '))
    }
    const { language, screen } = session
    const { format, components, problems } = scanned.sbom
    const read = {
      format: `${format.name} ${format.version} ${format.encoding}`,
      sha256: scanned.sha256,
      components,
      problems,
    }
    if (scanned.is === 'noFeeds') {
      const message = feedsMissing(session)
      screen.remark(`auscult: ${message}`)
      if (session.json)
        await screen.answer([`${visibleJson({ ...read, findings: null, error: { code: 'noFeeds', message } })}\n`])
      return exitCodes.noFeeds
    }
    if (session.json) {
      await screen.answer([`${visibleJson({ ...read, findings: scanned.findings })}\n`])
      return 0
    }
    const look = { language, colour: screen.colour, width: screen.width, all: options['all'] === true }
    await screen.answer(renderScan(file === '-' ? 'stdin' : basename(file), scanned, look))
    return 0
  },
}
