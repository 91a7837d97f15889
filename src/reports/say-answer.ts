import { visible } from '../model/index.ts'
import type {
  AliasFact,
  Answer,
  AnsweredDevice,
  FeedDate,
  ModelVersionVerdict,
  Note,
  PartSupport,
  Settlement,
  Why,
  WhyStatement,
} from '../model/index.ts'
import type { Language } from './exporter.ts'
import { sayStatement } from './say-statement.ts'
import { saySupport } from './say-support.ts'
import {
  sayAlias,
  sayCorrected,
  sayDay,
  sayNames,
  sayRange,
  sayReason,
  saySource,
  sayVerdict,
  sayVersions,
  sayWaits,
} from './say.ts'
import { wordsOf } from './words/of.ts'
import type { Words } from './words/words.ts'

/** What stands beside every judgement of devices. */
export interface CareWords {
  /** What to leave alone, and whom to call. */
  readonly safety: string
  /** That the hospital is invented, where it is. */
  readonly fictional?: string
}

/** What is said with an answer as a whole, for people. */
export interface AnswerWords extends CareWords {
  /** The four numbers in one sentence. */
  readonly sentence: string
  /** What the unknowns wait for. */
  readonly waits?: string
  readonly asOf?: string
  readonly outOfScope: string
  readonly verdicts: {
    readonly affected: string
    readonly unknown: string
    readonly notListed: string
    readonly notAffected: string
  }
}

type Said<T> = T & { readonly says: string }

/** An answer with a text for people beside each of its codes. */
export type SaidAnswer = Omit<Answer, 'reasons' | 'settles' | 'feeds' | 'notes'> & {
  readonly reasons: readonly Said<Answer['reasons'][number]>[]
  readonly settles: readonly Said<Settlement>[]
  readonly feeds: readonly Said<FeedDate>[]
  readonly notes: readonly Said<Note>[]
  readonly says: AnswerWords
}

/** What a verdict stands on, with its reason and how the component was told, in words. */
export type SaidWhy = Said<Omit<Why, 'aliases' | 'statement' | 'support'>> & {
  readonly support?: Said<PartSupport>
  /** What was corrected, by whom and why. */
  readonly correctedSays?: string
  readonly tierSays?: string
  readonly statement?: Said<WhyStatement>
  readonly aliases?: readonly Said<AliasFact>[]
}

export type SaidDevice = Omit<AnsweredDevice, 'why'> & {
  readonly reasonSays?: string
  readonly why: readonly SaidWhy[]
}

export type SaidFeedDate = Said<FeedDate>

export type SaidModel = ModelVersionVerdict & { readonly reasonSays: string }

/** The answer with the very words that its text has. */
export function sayAnswer(answer: Answer, language: Language): SaidAnswer {
  const words = wordsOf(language)
  const { question, reasons, settles, feeds, notes } = answer
  return {
    ...answer,
    reasons: reasons.map((each) => ({ ...each, says: sayReason(words, question, each.reason) })),
    settles: settles.map((each) => ({ ...each, says: saySettlement(words, each) })),
    feeds: feeds.map((each) => ({ ...each, says: sayFeed(words, each) })),
    notes: notes.map((each) => ({ ...each, says: sayNote(words, each) })),
    says: sayWhole(answer, words),
  }
}

function sayWhole(answer: Answer, words: Words): AnswerWords {
  const { question, outOfScope, asOf } = answer
  const waits = sayWaits(words, answer)
  return {
    sentence: saySentence(words, answer),
    ...(waits === undefined ? {} : { waits }),
    ...careOf(words, answer.fictional),
    ...(asOf === undefined ? {} : { asOf: words.asOf(sayDay(asOf)) }),
    outOfScope: words.outOfScope(outOfScope.scrapped, outOfScope.noSoftware),
    verdicts: {
      affected: sayVerdict(words, question, 'affected').name,
      unknown: sayVerdict(words, question, 'unknown').name,
      notListed: sayVerdict(words, question, 'notListed').name,
      notAffected: sayVerdict(words, question, 'notAffected').name,
    },
  }
}

/** What stands beside every judgement of devices, an answer or not. */
export function sayCare(fictional: boolean, language: Language): CareWords {
  return careOf(wordsOf(language), fictional)
}

function careOf({ safety, fictional }: Words, isFictional: boolean): CareWords {
  return { safety, ...(isFictional ? { fictional } : {}) }
}

/** The four numbers, or how many devices were found, in one sentence. */
export function saySentence(words: Words, { counts, question, inScope }: Answer): string {
  if (counts === null) return words.deviceSentence(inScope)
  if (question === 'support') return words.supportSentence(counts, inScope)
  return question === 'flaw' ? words.flawSentence(counts, inScope) : words.partSentence(counts, inScope)
}

/** A device of an answer with its reason, its whys and where its version was read, in words. */
export function sayDevice(device: AnsweredDevice, question: Answer['question'], language: Language): SaidDevice {
  const words = wordsOf(language)
  const { reason, versionSource, why } = device
  return {
    ...device,
    ...(versionSource === undefined ? {} : { versionSource: saySource(words, versionSource) }),
    ...(reason === undefined ? {} : { reasonSays: sayReason(words, question, reason) }),
    why: why.map((each) => sayWhy(each, question, language)),
  }
}

/** A device with where its version was read, in words. */
export function sayVersionSource<T extends { readonly versionSource?: string }>(device: T, language: Language): T {
  const { versionSource } = device
  if (versionSource === undefined) return device
  return { ...device, versionSource: saySource(wordsOf(language), versionSource) }
}

/** A line of the answer by model version, with its reason in words. */
export function sayModel(model: ModelVersionVerdict, question: Answer['question'], language: Language): SaidModel {
  return { ...model, reasonSays: sayReason(wordsOf(language), question, model.reason) }
}

/** What a verdict stands on, in words. */
export function sayWhy(
  { aliases, statement, support, ...why }: Why,
  question: Answer['question'],
  language: Language,
): SaidWhy {
  const words = wordsOf(language)
  const tier = why.tier === undefined ? undefined : words.tiers[why.tier - 1]
  return {
    ...why,
    ...(why.range === undefined ? {} : { range: sayRange(words, why.range) }),
    ...(support === undefined ? {} : { support: { ...support, says: saySupport(support, language) } }),
    says: why.versions === undefined ? sayReason(words, question, why.reason) : sayVersions(words, why.versions),
    ...(tier === undefined ? {} : { tierSays: tier }),
    ...(aliases === undefined ? {} : { aliases: aliases.map((each) => ({ ...each, says: sayAlias(words, each) })) }),
    ...(statement === undefined ? {} : { statement: { ...statement, says: sayStatement(statement, language) } }),
    ...(why.corrected === undefined ? {} : { correctedSays: sayCorrected(words, why.corrected).join('; ') }),
  }
}

/** How fresh a feed is, in words. */
export function sayFeedDate(date: FeedDate, language: Language): SaidFeedDate {
  return { ...date, says: sayFeed(wordsOf(language), date) }
}

/** A remark on how the question was taken. */
export function sayNote(words: Words, note: Note): string {
  const asked = note.asked === undefined ? {} : { asked: visible(note.asked) }
  return words.notes({ ...note, ...asked }, note.taken.map((text) => visible(text)).join(', '))
}

/** What would settle unknown devices. */
export function saySettlement(words: Words, settlement: Settlement): string {
  const { maker, model, version, component } = settlement
  const safe = component === undefined ? settlement : { ...settlement, component: visible(component) }
  return words.settles(safe, sayNames(maker, model, version))
}

/** How fresh a feed is. */
export function sayFeed(words: Words, { feed, records, newestAt, loadedAt, oldestLoadedAt }: FeedDate): string {
  const [newest, oldest] = [newestAt, oldestLoadedAt].map((at) => (at === undefined ? undefined : sayDay(at)))
  return words.feedLine(visible(feed), records, { newest, oldest, loaded: sayDay(loadedAt) })
}
