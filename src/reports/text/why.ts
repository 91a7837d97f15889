import { visible } from '../../model/index.ts'
import type { Answer, Why, WhyStatement } from '../../model/index.ts'
import type { LineExample } from '../exporter.ts'
import { sayAlias, sayCorrected, sayDay, sayNames, sayRange, sayReason, sayVersions } from '../say.ts'
import { sayStatement } from '../say-statement.ts'
import { saySupport } from '../say-support.ts'
import type { Words } from '../words/words.ts'
import type { Paper } from './paper.ts'

const componentsTold = 3
/** A question about a part names it, so that finding it by name is no doubt. */
const nameOnly = 5

/** A device whose verdict is explained, and where that is written. */
interface Explained {
  readonly question: Answer['question']
  readonly device: LineExample
  readonly words: Words
  readonly paper: Paper
  readonly indent: number
}

/** What a verdict stands on: each component with the versions that its source calls affected, and the SBOM that lists it. */
export function* writeWhy(explained: Explained): Generator<string> {
  const { device, words, paper, indent } = explained
  for (const { versions } of device.why)
    if (versions !== undefined) yield* paper.wrap(sayVersions(words, versions), indent + 2, ' '.repeat(indent))
  yield* writeStated(explained)
  const spoken = device.why.filter((why) => why.component !== undefined)
  for (const why of spoken.slice(0, componentsTold)) {
    yield* paper.wrap(sayWhy(explained, why), indent + 2, ' '.repeat(indent))
  }
  const said = device.why.filter((why) => why.statement !== undefined || why.versions !== undefined).length
  const more = device.whyTotal - said - componentsTold
  if (spoken.length > 0 && more > 0) yield `${' '.repeat(indent)}${words.moreComponents(more)}`
  const sboms = new Map(device.why.flatMap(({ sbom }) => (sbom === undefined ? [] : [[sbom.sbomId, sbom]])))
  for (const sbom of sboms.values()) {
    const name = visible(sbom.fileName ?? sbom.sha256.slice(0, 12))
    yield* paper
      .wrap(words.sbomOf(name, visible(sbom.format), sayDay(sbom.addedAt)), indent)
      .map((line) => paper.paint('quiet', line))
  }
}

/** Who decides it, what the hospital had decided otherwise, with its reason, and what is said of a range of versions, which clears none. */
function* writeStated({ device, words, paper, indent }: Explained): Generator<string> {
  const language = words.locale.startsWith('fr') ? 'fr' : 'en'
  const stated = device.why.flatMap(({ statement }) => statement ?? [])
  const deciding = stated.filter(({ isDeciding }) => isDeciding).slice(0, componentsTold)
  const overruled = stated.filter(({ isOverruled }) => isOverruled === true).slice(0, componentsTold)
  const apart = stated.filter((each) => each.reach !== undefined && !each.isDeciding && each.isOverruled !== true)
  const waiting = stated.filter(({ toConfirm }) => toConfirm !== undefined)
  const lines = [
    ...deciding.map((each) => [sayStatement(each, language), each.document]),
    ...overruled.map((each) => [words.decidedOtherwise(sayStatement(each, language)), each.text]),
    ...waiting.slice(0, componentsTold).map((each) => [sayStatement(each, language), each.text, confirming(each)]),
    ...apart.slice(0, componentsTold).map((each) => [sayStatement(each, language), each.document]),
  ]
  for (const line of lines)
    yield* paper.wrap(visible(line.filter((each) => each !== undefined).join(' · ')), indent + 2, ' '.repeat(indent))
}

/** The command by which somebody says that a decision holds here too. */
function confirming({ toConfirm }: WhyStatement): string | undefined {
  return toConfirm && `auscult triage confirm ${toConfirm.triageId} --model-version ${toConfirm.modelVersionId}`
}

function sayWhy({ question, device, words }: Explained, why: Why): string {
  const parts = [
    sayNames(why.component?.name, why.component?.version ?? words.versionNotKnown),
    ...(why.vulnerability === undefined
      ? []
      : [[visible(why.vulnerability), why.range === undefined ? '' : sayRange(words, why.range)].join(' ').trim()]),
    ...(why.support === undefined
      ? []
      : [visible(saySupport(why.support, words.locale.startsWith('fr') ? 'fr' : 'en'))]),
    ...(why.advisory === undefined ? [] : [visible(why.advisory)]),
    ...(why.tier === undefined || (question !== 'flaw' && why.tier === nameOnly)
      ? []
      : [words.tiers[why.tier - 1] ?? String(why.tier)]),
    ...(why.reason === device.reason ? [] : [sayReason(words, question, why.reason)]),
    ...(why.aliases ?? []).map((alias) => sayAlias(words, alias)),
    ...sayCorrected(words, why.corrected),
    ...(why.problem === undefined ? [] : [visible(why.problem)]),
  ]
  return parts.join(' · ')
}
