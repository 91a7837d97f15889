import { createInterface } from 'node:readline'
import { checkVersionOrder, schemeIds, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, partly } from '../failure.ts'

/** `version-order SCHEME`: checks comparisons from standard input. */
export const versionOrderCommand: CommandDefinition = {
  name: 'version-order',
  arguments: '<scheme>',
  description: `reads lines "a < b", "a = b", "a > b" and prints those that do not hold in a scheme: ${schemeIds.join(', ')}`,
  options: [],
  examples: ["echo '1.0~rc1 < 1.0' | auscult version-order deb"],
  run: async (session, given) => {
    const [name = ''] = given
    const scheme = schemeIds.find((id) => id === name.toLowerCase())
    if (scheme === undefined)
      throw new CommandError(
        'usage',
        `no version scheme is named "${visible(name, 60)}"; there are ${schemeIds.join(', ')}`,
      )
    const lines = createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY })
    const failed = []
    let exitCode = 0
    for await (const each of checkVersionOrder(scheme, lines)) {
      session.signal.throwIfAborted()
      if (session.json) failed.push(each)
      else
        await session.screen.answer([
          `line ${each.line}: ${visible(each.text)}: ${each.expected === undefined ? 'is no comparison' : `found ${each.found ?? 'no order'}`}\n`,
        ])
      exitCode = partly
    }
    if (session.json) await session.screen.answer([`${visibleJson({ scheme, failed })}\n`])
    return exitCode
  },
}
