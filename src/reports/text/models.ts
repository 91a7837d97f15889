import { verdicts } from '../../model/index.ts'
import type { Answer, AnsweredDevice, ModelVersionVerdict, Verdict } from '../../model/index.ts'
import { sayDay, sayNames, sayReason, saySource, sayVerdict } from '../say.ts'
import { visible } from '../visible.ts'
import type { ExportOptions } from '../exporter.ts'
import type { Words } from '../words/words.ts'
import type { Paper } from './paper.ts'
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
export function* writeModels(answer: Answer, words: Words, paper: Paper, { all, limit }: Extent): Generator<string> {
  if (answer.modelVersions.length === 0) return
  yield ''
  yield paper.paint('heading', words.headings.models)
  const examples = firstDevices(answer.devices)
  for (const verdict of verdicts) {
    const group = mergeTargets(answer.modelVersions.filter((each) => each.verdict === verdict))
    if (group.length === 0) continue
    yield paper.paint(verdict, headOf(answer, words, verdict, group))
    const lines =
      all || isOpen[verdict] ? openLines(answer, words, paper, group, examples) : foldedLines(words, paper, group)
    const most = all ? Number.POSITIVE_INFINITY : Math.min(shown[verdict], limit ?? shown[verdict])
    for (const line of lines.slice(0, most)) yield* line
    if (lines.length > most) yield `${margin}${words.moreLines(lines.length - most)}`
  }
}

function headOf({ question }: Answer, words: Words, verdict: Verdict, group: readonly ModelVersionVerdict[]): string {
  const { letter, name } = sayVerdict(words, question, verdict)
  const devices = group.reduce((sum, each) => sum + each.devices, 0)
  return `${letter}  ${name}${words.colon}${words.modelVersions(group.length)}, ${words.devices(devices)}`
}

/** Devices with an SBOM of their own stand beside their model version; where the verdict is the same they are told together. */
function mergeTargets(all: readonly ModelVersionVerdict[]): ModelVersionVerdict[] {
  const groups = Map.groupBy(all, keyOf)
  return [...groups.values()]
    .flatMap((group) => {
      const [first] = group
      return first === undefined ? [] : [{ ...first, devices: group.reduce((sum, each) => sum + each.devices, 0) }]
    })
    .sort((a, b) => b.devices - a.devices || a.modelVersionId - b.modelVersionId)
}

function keyOf({
  modelVersionId,
  verdict,
  reason,
}: Pick<AnsweredDevice, 'modelVersionId' | 'verdict' | 'reason'>): string {
  return `${modelVersionId} ${verdict} ${reason}`
}

/** The devices of a model version stand on the same; the first of them shows it. */
function firstDevices(devices: readonly AnsweredDevice[]): ReadonlyMap<string, AnsweredDevice> {
  const first = new Map<string, AnsweredDevice>()
  for (const device of devices) {
    const key = keyOf(device)
    if (!first.has(key)) first.set(key, device)
  }
  return first
}

function openLines(
  answer: Answer,
  words: Words,
  paper: Paper,
  group: readonly ModelVersionVerdict[],
  examples: ReadonlyMap<string, AnsweredDevice>,
): string[][] {
  return group.map((each) => {
    const device = examples.get(keyOf(each))
    const reason = sayReason(words, answer.question, each.reason)
    const line = paper.wrap(`${nameOf(each, words)}${words.colon}${reason}`, margin.length, leadOf(words, each.devices))
    const why = device === undefined ? [] : [...writeWhy(answer.question, device, words, paper, margin.length)]
    if (device?.versionSource === undefined || why.length === 0) return [...line, ...why]
    return [...line, ...why, ...paper.wrap(words.versionFrom(sourceOf(device, words)), margin.length)]
  })
}

/** The line of the list that a version was read from differs from device to device, and is told there. */
function sourceOf({ versionSource = '', versionSeenAt }: AnsweredDevice, words: Words): string {
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
