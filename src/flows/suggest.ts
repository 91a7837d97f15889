import { foldWords } from '../model/index.ts'
import {
  devicesBeginning,
  flawsBeginning,
  makersAliased,
  inSnapshot,
  modelsNamed,
  placesNamed,
  productsAliased,
  wordsBeginning,
  wordsNear,
} from '../store/index.ts'
import type { Beginning, DeviceNamed, Organisation, PlaceNamed, Store, Transaction } from '../store/index.ts'
import { plainText } from './plain-text.ts'

/** One thing the search box offers. `query` is what asking for it sends. */
export interface Suggestion {
  readonly is: 'flaw' | 'component' | 'model' | 'device' | 'ward' | 'support'
  readonly query: string
  readonly label: string
  readonly detail?: string
}

export interface SuggestOptions {
  readonly organisation: Organisation
  /** What stands in the search box so far. */
  readonly text: string
  /** How many at most. */
  readonly limit: number
}

const maxChars = 200
/** Fewer letters begin too much. */
const minChars = 2
/** So many of each kind come before any kind fills up. */
const fairShare = 2

/**
 * What a person may be about to ask: flaws that feeds know, words of components that SBOMs in the audience list, models, devices, sites and
 * wards of the fleet, and which parts are supported no longer. Each kind gets its share; those of one kind stand together, the likeliest first.
 */
export async function suggest(store: Store, { organisation, text, limit }: SuggestOptions): Promise<Suggestion[]> {
  const asked = plainText(text).slice(0, maxChars)
  if (asked.length < minChars) return []
  const beginning = { organisationId: organisation.organisationId, text: asked, most: limit }
  return inSnapshot(store, organisation.organisationId, async (trx) => {
    const filtered = await filters(trx, beginning)
    if (filtered !== undefined) return filtered
    const groups: Suggestion[][] = []
    for (const find of [flaws, components, models, devices, places]) groups.push(await find(trx, beginning))
    groups.push(supportAsked(asked))
    return share(groups, limit)
  })
}

/** What people write who look for parts that nobody repairs any more; the first of them is asked. */
const supportPhrases = ['eol', 'end of life', 'end of support', 'fin de vie', 'fin de support']

function supportAsked(text: string): Suggestion[] {
  const begun = supportPhrases.find((phrase) => text.length > minChars && phrase.startsWith(text.toLowerCase()))
  return begun === undefined ? [] : [{ is: 'support', query: 'eol', label: begun }]
}

/** When a filter is being typed at the end, what it may be; undefined when none is. */
async function filters(trx: Transaction, beginning: Beginning): Promise<Suggestion[] | undefined> {
  const [, before = '', name, value = ''] =
    /^(.*\s)?(site|ward|service|maker|fabricant|model|modele):"?([^"]*)$/is.exec(beginning.text) ?? []
  if (name === undefined) return undefined
  const rest = { ...beginning, text: value }
  const isPlace = /^(?:site|ward|service)$/i.test(name)
  const found = isPlace ? await places(trx, rest) : await models(trx, rest)
  return found
    .filter(({ query }) => !isPlace || query.startsWith('site:') === (name.toLowerCase() === 'site'))
    .map((suggestion) => ({ ...suggestion, query: `${before}${suggestion.query}` }))
}

async function flaws(trx: Transaction, beginning: Beginning): Promise<Suggestion[]> {
  const { text } = beginning
  if (!/^[\w:.-]{3,}$/.test(text)) return []
  const named = await flawsBeginning(trx, { ...beginning, text: /^\d{4}-\d/.test(text) ? `CVE-${text}` : text })
  return named.map(({ id, summary }) => ({
    is: 'flaw',
    query: id,
    label: id,
    ...(summary === null || summary === '' ? {} : { detail: summary }),
  }))
}

/** The last word is the one being typed; those before it stay. */
async function components(trx: Transaction, { text, most, organisationId }: Beginning): Promise<Suggestion[]> {
  const [, before = '', last = ''] = /^(.*\s)?(\S*)$/s.exec(text) ?? []
  const word = foldWords(last)
  if (last.includes(':') || word.length < minChars) return []
  const beginning = await wordsBeginning(trx, word, most)
  const words = beginning.length > 0 || word.length <= minChars ? beginning : await wordsNear(trx, word)
  const listed = words.map((each): Suggestion => ({ is: 'component', query: `${before}${each}`, label: each }))
  return before === '' ? [...listed, ...(await aliasedProducts(trx, { text, most, organisationId }))] : listed
}

/** Names that lead to what SBOMs list by another: `EHS8` (≈ Gemalto PLS62). */
async function aliasedProducts(trx: Transaction, beginning: Beginning): Promise<Suggestion[]> {
  const named = await productsAliased(trx, beginning)
  return named.map(({ name, component, isSame }) => ({
    is: 'component',
    query: name,
    label: name,
    detail: `${isSame ? '=' : '≈'} ${component}`,
  }))
}

async function models(trx: Transaction, beginning: Beginning): Promise<Suggestion[]> {
  const named = await modelsNamed(trx, beginning)
  const taken = await makersAliased(trx, beginning)
  return [
    ...named.map(({ maker, model }): Suggestion => ({
      is: 'model',
      query: `${filter('maker', maker)} ${filter('model', model)}`,
      label: `${maker} ${model}`,
    })),
    ...taken.map(({ name, maker }): Suggestion => ({
      is: 'model',
      query: filter('maker', maker),
      label: name,
      detail: `→ ${maker}`,
    })),
  ]
}

async function devices(trx: Transaction, beginning: Beginning): Promise<Suggestion[]> {
  const named = await devicesBeginning(trx, beginning)
  return named.flatMap((device) => toSuggestion(device, beginning.text) ?? [])
}

/** The fact that begins as the text does, and what the device is. */
function toSuggestion(device: DeviceNamed, text: string): Suggestion | undefined {
  const facts = [
    { name: 'tag', value: device.assetTag },
    { name: 'serial', value: device.serial },
    { name: 'host', value: device.hostName },
  ]
  const fact = facts.find(({ value }) => value !== null && joined(value).startsWith(joined(text)))
  if (fact === undefined || fact.value === null) return undefined
  const detail = [device.maker, device.model, device.ward].filter((each) => each !== null).join(' · ')
  const query = filter(fact.name, fact.value)
  return { is: 'device', query, label: fact.value, ...(detail === '' ? {} : { detail }) }
}

function joined(text: string): string {
  return text.replace(/[\s/_.-]/g, '').toUpperCase()
}

async function places(trx: Transaction, beginning: Beginning): Promise<Suggestion[]> {
  const named = await placesNamed(trx, beginning)
  return named.map(({ column, name, site }: PlaceNamed) => ({
    is: 'ward',
    query: filter(column, name),
    label: name,
    ...(site === null ? {} : { detail: site }),
  }))
}

/** `ward:ICU`, `ward:"Soins intensifs"`. */
function filter(name: string, value: string): string {
  return /[\s"]/.test(value) ? `${name}:"${value.replaceAll('"', ' ')}"` : `${name}:${value}`
}

/** At first a few of each kind, then what room is left to the first kinds. */
function share(groups: readonly (readonly Suggestion[])[], limit: number): Suggestion[] {
  const counts = groups.map((group) => Math.min(group.length, fairShare))
  let left = limit - counts.reduce((sum, count) => sum + count, 0)
  const taken = groups.map((group, index) => {
    const more = Math.max(0, Math.min(left, group.length - (counts[index] ?? 0)))
    left -= more
    return group.slice(0, (counts[index] ?? 0) + more)
  })
  return taken.flat().slice(0, limit)
}
