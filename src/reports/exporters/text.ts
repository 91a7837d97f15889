import type { Exporter } from '../exporter.ts'
import { writeDevices } from '../text/devices.ts'
import { writeFlaw } from '../text/flaw.ts'
import { writeFoot } from '../text/foot.ts'
import { writeHead } from '../text/head.ts'
import { writeModels } from '../text/models.ts'
import { toPaper } from '../text/paper.ts'
import { wordsOf } from '../words/of.ts'

/** An answer for a person at a terminal. Text from files is shown harmless; the sentence on care is always the last line. */
export const text: Exporter = {
  id: 'text',
  source: 'https://no-color.org',
  mediaType: 'text/plain; charset=utf-8',
  async *write(answer, lists, options) {
    const words = wordsOf(options.language)
    const sheet = { answer, lists, words, paper: toPaper(options) }
    const parts = [
      writeHead(answer, words, sheet.paper),
      ...(answer.flaw === undefined ? [] : [writeFlaw(answer.flaw, words, sheet.paper)]),
      writeModels(sheet, options),
      writeDevices(sheet, options.limit ?? (options.all ? Number.POSITIVE_INFINITY : undefined)),
      writeFoot(answer, words, sheet.paper, options.all),
    ]
    for (const part of parts) for await (const line of part) yield `${line}\n`
  },
}
