import { Option } from 'commander'
import { rematch, retireSbom, visibleJson } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { withOrganisation } from '../session.ts'

/** `sbom retire ID`: takes an SBOM back; it is kept for what was known before. */
export const sbomRetireCommand: CommandDefinition = {
  name: 'sbom retire',
  arguments: '<id>',
  description:
    'takes an SBOM back from all that it describes, so that no device is judged by it any more; it is kept for answers as of an earlier day and for "sbom diff"',
  options: [
    new Option('--because <text>', 'why, for whoever looks at it later'),
    new Option('--replaced-by <id>', 'the SBOM that takes its place: it describes from now on what this one did'),
  ],
  examples: ['auscult sbom retire 12 --because "wrong device"', 'auscult sbom retire 12 --replaced-by 15'],
  run: async (session, [asked = ''], options) => {
    const [because, by] = [textOption(options, 'because'), textOption(options, 'replacedBy')]
    const sbomId = toSbomId(asked)
    const replacedBy = by === undefined ? undefined : toSbomId(by)
    await withOrganisation(session, async (store, organisation) => {
      await retireSbom(store, {
        organisation,
        sbomId,
        ...(because === undefined ? {} : { because }),
        ...(replacedBy === undefined ? {} : { replacedBy }),
      })
      await rematch(store, 'stale')
    })
    const line = `SBOM ${sbomId} is retired${replacedBy === undefined ? '' : `; SBOM ${replacedBy} took its place`}`
    const told = session.json ? visibleJson({ sbomId, is: 'retired', ...(replacedBy && { replacedBy }) }) : line
    await session.screen.answer([`${told}\n`])
    return 0
  },
}

/** The number of an SBOM. Throws `usage`. */
export function toSbomId(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new CommandError('usage', 'name an SBOM by its number, as "sbom list" shows it')
  return Number(text)
}
