import { toSchemeRanges, toWords } from '../findings/index.ts'
import type { AliasReach, Facts, FlawLayers, Subject } from '../findings/index.ts'
import { layersOfFlaw } from '../findings/index.ts'
import {
  assertNever,
  cpeVersionText,
  isDistributionKey,
  isPattern,
  keyOfCpe,
  keysOfPurl,
  madeKeyOf,
  nameKey,
  nameOfKey,
  packageKey,
  spellingsOfMaker,
  toCurrentType,
} from '../model/index.ts'
import type { Cpe, Note, PackageKey, Purl } from '../model/index.ts'
import {
  findFlaw,
  hasName,
  judgedByFlaw,
  judgedByHash,
  judgedByKeys,
  judgedByName,
  judgedByWords,
  meaningsOf,
  wordsAmong,
} from '../store/index.ts'
import type { FlawKnowledge, Judged, SchemeTest, Transaction } from '../store/index.ts'
import { ownReach } from './own-aliases.ts'

/** A question made ready for the store: which components it speaks of, and what must be known for silence to mean something. */
export interface QuestionParts {
  readonly question: Facts['question']
  readonly known: Facts['known']
  readonly judged: Judged
  readonly layers: FlawLayers
  /** Packages of distributions are among what the flaw is in. */
  readonly isPackaged: boolean
  readonly digests: readonly string[]
  readonly notes: readonly Note[]
  readonly flaw?: FlawKnowledge
}

type ComponentSubject = Exclude<Subject, { readonly is: 'device' | 'fleet' | 'support' }>

const noLayers: FlawLayers = { operatingSystem: false, firmware: false }
const plain = { known: 'judged', layers: noLayers, isPackaged: false, digests: [], notes: [] } as const

/** What a question is put under: as of when, and what the own aliases of whoever asks add up to. */
interface Given {
  readonly asOf: string | undefined
  readonly reach: readonly AliasReach[]
}

/** Looks up what the question names. */
export async function toParts(
  trx: Transaction,
  subject: ComponentSubject,
  asOf: string | undefined,
): Promise<QuestionParts> {
  const given: Given = { asOf, reach: await ownReach(trx) }
  switch (subject.is) {
    case 'flaw':
      return flawParts(trx, subject.id, given)
    case 'part':
      return namedParts(trx, { name: subject.name, tests: toSchemeRanges(subject.tests) }, given)
    case 'purl':
      return { ...plain, question: 'part', judged: judgedByPurl(toCurrentType(subject.purl), given) }
    case 'cpe':
      return { ...plain, question: 'part', judged: judgedByCpe(subject.cpe, given) }
    case 'hash':
      return {
        ...plain,
        question: 'hash',
        digests: subject.algorithms,
        judged: judgedByHash(subject.algorithms, subject.hex),
      }
    case 'words':
      return (await unusualFlaw(trx, subject.words, given)) ?? wordParts(trx, subject.words, given)
    default:
      return assertNever(subject)
  }
}

/** A single word may be an identifier that only the feeds know to be one. */
async function unusualFlaw(
  trx: Transaction,
  [word, ...others]: readonly string[],
  given: Given,
): Promise<QuestionParts | undefined> {
  if (word === undefined || others.length > 0) return undefined
  const parts = await flawParts(trx, word, given)
  return parts.known === 'notInFeeds' ? undefined : parts
}

async function flawParts(trx: Transaction, id: string, { asOf, reach }: Given): Promise<QuestionParts> {
  const flaw = await findFlaw(trx, id, asOf)
  const { keys } = flaw
  return {
    question: 'flaw',
    known: toKnown(flaw),
    judged: judgedByFlaw({ members: flaw.members, isOnlyPackaged: keys.every(isDistributionKey), asOf, reach }),
    layers: layersOfFlaw(keys),
    isPackaged: keys.some(isDistributionKey),
    digests: [],
    notes: [],
    flaw,
  }
}

/** What the feeds can say of a flaw at all. */
export function toKnown({
  advisories,
  standing,
  ranges,
}: Pick<FlawKnowledge, 'advisories' | 'standing' | 'ranges'>): Facts['known'] {
  if (advisories === 0) return 'notInFeeds'
  if (standing === 0) return 'withdrawn'
  return ranges === 0 ? 'noRange' : 'judged'
}

async function namedParts(
  trx: Transaction,
  { name, tests }: { readonly name: string; readonly tests: readonly SchemeTest[] },
  { reach }: Given,
): Promise<QuestionParts> {
  const key = nameKey(name)
  if (key === undefined) return { ...plain, question: 'words', judged: judgedByWords([]) }
  if ((await hasName(trx, key)) || reach.some(({ toKey }) => toKey === key))
    return { ...plain, question: 'part', judged: judgedByName(key, tests, reach) }
  const { near } = await meaningsOf(trx, key.slice('name/'.length))
  const [nearest] = near
  const meant = nearest === undefined ? key : (nameKey(nearest) ?? key)
  const notes: Note[] = nearest === undefined ? [] : [{ is: 'corrected', asked: name, taken: [nearest] }]
  return { ...plain, question: 'words', judged: judgedByName(meant, tests), notes }
}

/** Each word stands for itself; when no component has it, for longer words; when there are none, for the nearest ones. */
async function wordParts(trx: Transaction, words: readonly string[], { reach }: Given): Promise<QuestionParts> {
  const { alternatives, notes } = await meaningsOfWords(trx, words)
  return { ...plain, question: 'words', judged: judgedByWords(alternatives, nameKey(words.join(' ')), reach), notes }
}

/** The words that SBOMs hold for each word asked, and how it was taken. */
export async function meaningsOfWords(
  trx: Transaction,
  words: readonly string[],
): Promise<{ readonly alternatives: readonly (readonly string[])[]; readonly notes: readonly Note[] }> {
  const notes: Note[] = []
  const alternatives: (readonly string[])[] = []
  for (const word of words.flatMap((each) => toSearchWords(each))) {
    const spelled = await otherSpellings(trx, word)
    if (spelled.length > 0) notes.push({ is: 'alsoNamed', asked: word, taken: spelled })
    const { exact, longer, near } = await meaningsOf(trx, word)
    if (exact.length === 0 && spelled.length > 0) {
      alternatives.push(spelled)
      continue
    }
    const taken = [exact, longer, near].find((some) => some.length > 0) ?? []
    alternatives.push([...taken, ...spelled])
    if (exact.length === 0 && taken.length > 0) notes.push({ is: 'corrected', asked: word, taken })
    if (exact.length > 0 && longer.length > 0)
      notes.push({ is: 'alsoResembles', asked: word, taken: longer.slice(0, 8) })
  }
  return { alternatives, notes }
}

/** Other spellings of a maker that SBOMs list: `phillips` for `philips`. */
async function otherSpellings(trx: Transaction, word: string): Promise<string[]> {
  const others = spellingsOfMaker(word).filter((spelling) => spelling !== word)
  return others.length === 0 ? [] : wordsAmong(trx, others)
}

/** `log4j-core` is looked for as a whole when it stands as one word in a name; its parts come with it in the word table. */
function toSearchWords(text: string): string[] {
  const whole = toWords(text)
  const longest = whole.at(-1)
  return longest === undefined ? [] : [longest]
}

/** A package of a distribution is asked for in every release unless the purl names one. */
function judgedByPurl(purl: Purl, { reach }: Given): Judged {
  const keys = keysOfPurl(purl)
  const tests = purl.version === undefined ? [] : exactly(purl.version)
  return judgedByKeys({ keys: keys.map(toEveryRelease), names: namesOf(keys), made: [], tests, reach })
}

function toEveryRelease(key: PackageKey): string {
  if (!isDistributionKey(key)) return key
  const [type = '', release = '', name = ''] = key.split('/')
  return release.includes(':') ? key : `${type}/${release}*/${name}`
}

function judgedByCpe(cpe: Cpe, { reach }: Given): Judged {
  const [key, made] = [keyOfCpe(cpe), madeKeyOf(cpe)]
  return judgedByKeys({
    keys: [key ?? toPattern(cpe)],
    made: made === undefined ? [] : [made],
    names: cpe.product.is === 'value' && !isPattern(cpe.product) ? namesOf([packageKey('cpe', cpe.product.text)]) : [],
    tests: testsOfCpe(cpe),
    reach: made === undefined ? reach : [...reach, ...reachOfMade(made, reach)],
    cpe,
  })
}

/** What the aliases of a maker add up to for one product: `made/a/old/viewer` for `made/a/new/viewer`. */
function reachOfMade(made: PackageKey, reach: readonly AliasReach[]): AliasReach[] {
  const [type = '', part = '', maker = '', product = ''] = made.split('/')
  return reach
    .filter(({ kind, toKey }) => kind === 'maker' && toKey === `maker/${maker}`)
    .map((each) => ({
      ...each,
      toKey: made,
      fromKey: [type, part, each.fromKey.slice('maker/'.length), product].join('/'),
    }))
}

function testsOfCpe(cpe: Cpe): SchemeTest[] {
  const version = cpeVersionText(cpe)
  if (version.is === 'text') return exactly(version.text)
  if (version.is !== 'pattern') return []
  return [{ scheme: 'natural', ranges: [{ is: 'unreadable', because: `${version.text} is a pattern` }] }]
}

function namesOf(keys: readonly PackageKey[]): string[] {
  return keys.map(nameOfKey).filter((name) => name !== '')
}

/** `cpe:2.3:a:*:openssl` asks for the product of any vendor. */
function toPattern({ part, vendor, product }: Cpe): string {
  const segments = [part, vendor, product].map((value) =>
    value.is === 'value' ? `${value.before ?? ''}${value.text}${value.after ?? ''}`.replaceAll('?', '*') : '*',
  )
  return packageKey('cpe', ...segments)
}

function exactly(version: string): SchemeTest[] {
  return toSchemeRanges([{ comparison: '=', version }])
}
