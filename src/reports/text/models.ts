import { verdicts, visible } from '../../model/index.ts'
import type { Answer, ModelVersionVerdict, Verdict } from '../../model/index.ts'
import { sayDay, sayNames, sayReason, saySource, sayVerdict } from '../say.ts'
import type { ExportOptions, LineExample } from '../exporter.ts'
import type { Words } from '../words/words.ts'
import type { Paper, Sheet } from './paper.ts'
import { writeWhy } from './why.ts'

type Extent = Pick<ExportOptions, 'all' | 'limit'>

/** Lines shown of a class unless all are asked for. */
const shown: Readonly<Record<Verdict, number>> = { affected: 60, unknown: 20, notListed: 20, notAffected: 20 }
const isOpen: Readonly<Record<Verdict, boolean>> = {
  affected: true,
  unknown: true,
  notListed: false,
  notAffected: false,
}
const countColumn = 7
const margin = ' '.repeat(countColumn + 2)
const versionsTold = 6

/** The answer by model version: affected ones and those that cannot be told with what they stand on, the others a line for each model. */
export async function* writeModels(sheet: Sheet, { all, limit }: Extent): AsyncGenerator<string> {
  const { answer, words, paper } = sheet
  const models = await sheet.lists.models()
  if (models.length === 0) return
  yield ''
  yield paper.paint('heading', words.headings.models)
  for (const verdict of verdicts) {
    const group = greatestFirst(models.filter((each) => each.verdict === verdict))
    if (group.length === 0) continue
    yield paper.paint(verdict, headOf(answer, words, verdict, group))
    const most = all ? Number.POSITIVE_INFINITY : Math.min(shown[verdict], limit ?? shown[verdict])
    const folded = all || isOpen[verdict] ? undefined : foldedLines(words, paper, group)
    yield* folded?.slice(0, most).flat() ?? openLines(sheet, group.slice(0, most))
    const rest = (folded ?? group).length - most
    if (rest > 0) yield `${margin}${words.moreLines(rest)}`
  }
}

function headOf({ question }: Answer, words: Words, verdict: Verdict, group: readonly ModelVersionVerdict[]): string {
  const { letter, name } = sayVerdict(words, question, verdict)
  const devices = group.reduce((sum, each) => sum + each.devices, 0)
  return `${letter}  ${name}${words.colon}${words.modelVersions(group.length)}, ${words.devices(devices)}`
}

function greatestFirst(lines: readonly ModelVersionVerdict[]): ModelVersionVerdict[] {
  return lines.toSorted((a, b) => b.devices - a.devices || a.modelVersionId - b.modelVersionId)
}

/** Read so many at a time: what lines stand on is never held for a whole fleet. */
const linesAtOnce = 100

async function* openLines(sheet: Sheet, group: readonly ModelVersionVerdict[]): AsyncGenerator<string> {
  for (let start = 0; start < group.length; start += linesAtOnce) {
    const lines = group.slice(start, start + linesAtOnce)
    const examples = await sheet.lists.examples(lines)
    for (const [index, line] of lines.entries()) yield* openLine(sheet, line, examples[index])
  }
}

function* openLine(
  { answer: { question }, words, paper }: Sheet,
  each: ModelVersionVerdict,
  example: LineExample | undefined,
): Generator<string> {
  const told = `${nameOf(each, words)}${words.colon}${sayReason(words, question, each.reason)}`
  yield* paper.wrap(told, margin.length, leadOf(words, each.devices))
  if (example === undefined) return
  const why = [...writeWhy({ question, device: example, words, paper, indent: margin.length })]
  yield* why
  if (example.versionSource === undefined || why.length === 0) return
  yield* paper.wrap(words.versionFrom(sourceOf(example, words)), margin.length)
}

/** The line of the list that a version was read from differs from device to device, and is told there. */
function sourceOf({ versionSource = '', versionSeenAt }: LineExample, words: Words): string {
  const source = saySource(words, versionSource).replace(/, (?:line|ligne) \d+$/, '')
  return versionSeenAt === undefined ? source : `${source}, ${sayDay(versionSeenAt)}`
}

function foldedLines(words: Words, paper: Paper, group: readonly ModelVersionVerdict[]): string[][] {
  const models = [...Map.groupBy(group, ({ maker, model }) => sayNames(maker, model)).entries()]
  const counted = models.map(([name, each]) => ({
    name,
    each,
    devices: each.reduce((sum, { devices }) => sum + devices, 0),
  }))
  return counted
    .sort((a, b) => b.devices - a.devices)
    .map(({ name, each, devices }) => {
      const versions = [
        ...new Set(each.map(({ version }) => (version === undefined ? words.versionNotKnown : visible(version)))),
      ]
      const rest = versions.length > versionsTold ? ` … (${versions.length})` : ''
      const told = `${name} ${versions.slice(0, versionsTold).join(', ')}${rest}`
      return paper.wrap(told, margin.length, leadOf(words, devices))
    })
}

function nameOf({ maker, model, version }: ModelVersionVerdict, words: Words): string {
  if (model === undefined) return words.modelNotKnown
  return `${sayNames(maker, model)} ${version === undefined ? words.versionNotKnown : visible(version)}`
}

function leadOf(words: Words, devices: number): string {
  return `${new Intl.NumberFormat(words.locale).format(devices).padStart(countColumn)}  `
}
