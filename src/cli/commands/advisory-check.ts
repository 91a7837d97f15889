import { checkAdvisory, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { readInput } from '../files.ts'

/** `advisory check FILE`: what is wrong with a CSAF document. */
export const advisoryCheckCommand: CommandDefinition = {
  name: 'advisory check',
  arguments: '<file>',
  description:
    'tells what is wrong with a CSAF document (- is standard input), with place and clause of the standard; needs no database and no network',
  options: [],
  examples: ['auscult advisory check EX-2026-001.json', 'auscult advisory check --json - < advisory.json'],
  run: async (session, [file = '']) => {
    const problems = await checkAdvisory(await readInput(file))
    if (session.json) await session.screen.answer([`${visibleJson({ valid: problems.length === 0, problems })}\n`])
    else if (problems.length === 0) await session.screen.answer(['nothing is wrong with it\n'])
    else
      await session.screen.answer(
        problems.map(({ place, message, test = '-' }) => `${test.padEnd(9)} ${visible(place)}: ${visible(message)}\n`),
      )
    return problems.length === 0 ? 0 : 1
  },
}
