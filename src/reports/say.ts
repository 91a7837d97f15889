import { visible } from '../model/index.ts'
import type {
  AliasFact,
  Answer,
  AsideReason,
  Doubt,
  Reason,
  ReasonCount,
  Verdict,
  WhyCorrected,
  WhyVersions,
} from '../model/index.ts'
import type { VerdictWords, Words } from './words/words.ts'

/** The name and letter of a class, in the words that the kind of question asks for. */
export function sayVerdict(words: Words, question: Answer['question'], verdict: Verdict): VerdictWords {
  return verdictsOf(words, question)[verdict]
}

/** The names of the classes, in the words that the kind of question asks for. */
export function verdictsOf(words: Words, question: Answer['question']): Words['flawVerdicts'] {
  if (question === 'support') return words.supportVerdicts
  return question === 'flaw' ? words.flawVerdicts : words.partVerdicts
}

/** A reason in words; one that is not known here is shown as it is. */
export function sayReason(words: Words, question: Answer['question'], reason: string): string {
  const own: Readonly<Record<string, string>> = question === 'support' ? words.supportReasons : words.partReasons
  if (question !== 'flaw' && Object.hasOwn(own, reason)) return own[reason] ?? reason
  return Object.hasOwn(words.reasons, reason) ? words.reasons[reason as Reason | Doubt | AsideReason] : visible(reason)
}

const unknownsTold = 3

/** What the devices that cannot be told wait for; undefined when there are none. */
export function sayWaits(words: Words, answer: Answer): string | undefined {
  if (answer.counts === null || answer.counts.unknown === 0) return undefined
  const numbers = new Intl.NumberFormat(words.locale)
  const reasons = reasonsIn(answer, 'unknown')
  const told = reasons
    .slice(0, unknownsTold)
    .map(({ reason, devices }) => `${sayReason(words, answer.question, reason)} (${numbers.format(devices)})`)
  return words.unknownsWaitFor(`${told.join('; ')}${reasons.length > unknownsTold ? ' …' : '.'}`)
}

/** The reasons of one class, the greatest first. */
export function reasonsIn({ reasons }: Answer, verdict: Verdict): ReasonCount[] {
  return reasons.filter((each) => each.verdict === verdict).toSorted((a, b) => b.devices - a.devices)
}

/** An ISO 8601 instant or date as a day: the same form in every language, so that it can be compared and sorted. */
export function sayDay(instant: string): string {
  return visible(instant.slice(0, 10))
}

/** Parts of a name that are there, one after another. */
export function sayNames(...parts: readonly (string | undefined)[]): string {
  return parts.flatMap((part) => (part === undefined || part === '' ? [] : [visible(part)])).join(' ')
}

/** Where a software version was read, in the language of the answer; a source of a form not known here is shown as it is. */
export function saySource(words: Words, source: string): string {
  const [, file, line] = /^equipment list (.*), line (\d+)$/.exec(source) ?? []
  return file === undefined || line === undefined ? visible(source) : words.listLine(visible(file), line)
}

/** What an alias says, with its source. */
export function sayAlias(words: Words, { relation, from, to, source }: AliasFact): string {
  return `${words.aliases[relation](visible(from), visible(to))} (${visible(source)})`
}

/** What is written in the place of what is judged, and who says so. */
export function sayCorrected(words: Words, corrected: WhyCorrected | undefined): string[] {
  if (corrected === undefined) return []
  const was = sayNames(corrected.was.name, corrected.was.version ?? words.versionNotKnown)
  return corrected.corrections.map(({ by, at, reason }) =>
    words.corrected(was, visible(by), sayDay(at), visible(reason)),
  )
}

/** What list, network and people say of the version of a device, with who says so, and by which of them it is judged. */
export function sayVersions(words: Words, { declared, declaredSource, seen }: WhyVersions): string {
  const { listed, told, byPerson, tooMany, judged } = words.otherVersions
  const source = declaredSource === undefined ? undefined : saySource(words, declaredSource)
  const others = seen.map(({ version, because, evidence }) => {
    if (because === 'person') return byPerson(visible(version))
    if (evidence === undefined) return tooMany
    const { protocols, firstSeenAt, source: file, place } = evidence
    return told(visible(version), visible(protocols.join(', ')), sayDay(firstSeenAt), visible(`${file}, ${place}`))
  })
  const stands = seen.some((each) => each.stands === 'instead') ? judged.instead : judged.beside
  return [listed(declared === undefined ? undefined : visible(declared), source), ...others, stands].join('; ')
}

/** The affected versions in the language of the answer: the numbers are the source's, the word between them is ours. */
export function sayRange(words: Words, range: string): string {
  return visible(range).replace(/ and (?=[<>]=? )/g, ` ${words.and} `)
}
