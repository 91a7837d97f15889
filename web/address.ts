import type { Language } from './language.ts'
import { foldedVerdicts } from './verdicts.ts'
import type { FoldedVerdict } from './verdicts.ts'

/** What follows `?` in an address, each value as the text it is: `q=123` stays a text, so that links can be written by hand. */
export function parseSearch(search: string): Record<string, string> {
  return Object.fromEntries(new URLSearchParams(search))
}

/** The other way; what is not set leaves no trace. */
export function stringifySearch(search: Readonly<Record<string, unknown>>): string {
  const set = Object.entries(search).flatMap(([name, value]) =>
    typeof value === 'string' || typeof value === 'number' ? [[name, String(value)]] : [],
  )
  const text = new URLSearchParams(set).toString()
  return text === '' ? '' : `?${text}`
}

/** What any address may name: a language that the pages speak, and whose fleet is meant, by id or name. */
export interface EverySearch {
  readonly lang?: Language
  readonly organisation?: string
}

export function toEverySearch({ lang, organisation }: Readonly<Record<string, unknown>>): EverySearch {
  return {
    ...((lang === 'en' || lang === 'fr') && { lang }),
    ...(typeof organisation === 'string' && organisation !== '' && { organisation }),
  }
}

/** The same page of another organisation, which has wards of its own. */
export function inOrganisation<T extends Place>({ site: _site, ward: _ward, ...search }: T, organisation: string) {
  return { ...search, organisation }
}

/** Where the page of an organisation has its like in another: its devices and SBOMs are its own. */
export function pathInOrganisation(path: string): '.' | '/' {
  return /^\/(?:devices\/|network\/|diff)/.test(path) ? '/' : '.'
}

/** A ward of an answer; an empty text means that the list names none. Undefined in both for the whole fleet. */
export interface Place {
  readonly site?: string
  readonly ward?: string
}

/** What an answer's page shows: the question, one ward or all, and which folded classes are open (`notListed,notAffected`). */
export interface AskSearch extends Place {
  readonly q: string
  readonly open?: string
}

export function toAskSearch({ q, site, ward, open }: Readonly<Record<string, unknown>>): AskSearch {
  return {
    q: typeof q === 'string' ? q.trim() : '',
    ...(typeof site === 'string' && { site }),
    ...(typeof ward === 'string' && { ward }),
    ...(typeof open === 'string' && open !== '' && { open }),
  }
}

/** What is compared: each side the number of an SBOM, or `model:` and that of a model version; empty where the address names none. */
export interface DiffSearch {
  readonly from: string
  readonly to: string
}

export function toDiffSearch({ from, to }: Readonly<Record<string, unknown>>): DiffSearch {
  return { from: typeof from === 'string' ? from : '', to: typeof to === 'string' ? to : '' }
}

/** Which statements are listed; absent: all. */
export interface StatementsSearch {
  readonly show?: 'here' | 'nothing'
}

export function toStatementsSearch({ show }: Readonly<Record<string, unknown>>): StatementsSearch {
  return show === 'here' || show === 'nothing' ? { show } : {}
}

/** What an SBOM that is to be added describes, as far as the link knows it. */
export interface AddSearch {
  readonly maker?: string
  readonly model?: string
  readonly version?: string
  readonly device?: string
}

export function toAddSearch(search: Readonly<Record<string, unknown>>): AddSearch {
  const known = (['maker', 'model', 'version', 'device'] as const).flatMap((name) => {
    const value = search[name]
    return typeof value === 'string' && value !== '' ? [[name, value]] : []
  })
  return Object.fromEntries(known) as AddSearch
}

/** Which corrections are listed; absent: those that act. */
export interface CorrectionsSearch {
  readonly show?: 'misses' | 'all'
}

export function toCorrectionsSearch({ show }: Readonly<Record<string, unknown>>): CorrectionsSearch {
  return show === 'misses' || show === 'all' ? { show } : {}
}

/** Whether names that no longer act are listed too. */
export interface AliasesSearch {
  readonly show?: 'all'
}

export function toAliasesSearch({ show }: Readonly<Record<string, unknown>>): AliasesSearch {
  return show === 'all' ? { show } : {}
}

/** Which part of the reconciliation is shown, narrowed by a text; absent: what waits for a person. */
export interface ReconcileSearch {
  readonly tab?: 'matched' | 'network' | 'list'
  readonly q?: string
}

export function toReconcileSearch({ tab, q }: Readonly<Record<string, unknown>>): ReconcileSearch {
  return {
    ...((tab === 'matched' || tab === 'network' || tab === 'list') && { tab }),
    ...(typeof q === 'string' && q !== '' && { q }),
  }
}

/** Which devices on the network are listed: by text, by how they stand to the inventory, and by what is to be looked at. */
export interface NetworkSearch {
  readonly q?: string
  readonly standing?: 'matched' | 'probable' | 'onlyOnNetwork'
  readonly show?: 'conflicts' | 'notSeen'
}

export function toNetworkSearch({ q, standing, show }: Readonly<Record<string, unknown>>): NetworkSearch {
  return {
    ...(typeof q === 'string' && q !== '' && { q }),
    ...((standing === 'matched' || standing === 'probable' || standing === 'onlyOnNetwork') && { standing }),
    ...((show === 'conflicts' || show === 'notSeen') && { show }),
  }
}

/** What can deserve a look, in the order of the page. */
export const exposureRules = [
  'fromInternet',
  'toInternet',
  'toMaker',
  'remoteMaintenance',
  'deviceToDevice',
  'clearText',
  'sweep',
] as const

/** Whose traffic is shown, and by which rule; maker and model together also show what the model needs. */
export interface TrafficSearch {
  readonly rule?: (typeof exposureRules)[number]
  readonly zone?: string
  readonly maker?: string
  readonly model?: string
}

export function toTrafficSearch({ rule, ...given }: Readonly<Record<string, unknown>>): TrafficSearch {
  const known = exposureRules.find((each) => each === rule)
  const texts = (['zone', 'maker', 'model'] as const).flatMap((name) => {
    const text = given[name]
    return typeof text === 'string' && text !== '' ? [[name, text]] : []
  })
  return { ...(known !== undefined && { rule: known }), ...(Object.fromEntries(texts) as TrafficSearch) }
}

export function isOpen({ open }: AskSearch, verdict: FoldedVerdict): boolean {
  return open?.split(',').includes(verdict) ?? false
}

/** The same page with a folded class opened, or folded again. */
export function withOpen(search: AskSearch, verdict: FoldedVerdict, wanted: boolean): AskSearch {
  const open = foldedVerdicts.filter((each) => (each === verdict ? wanted : isOpen(search, each)))
  const { open: _, ...rest } = search
  return open.length === 0 ? rest : { ...rest, open: open.join(',') }
}

/** The same page for one ward, or without it for all. */
export function withPlace({ site: _site, ward: _ward, ...search }: AskSearch, place: Place = {}): AskSearch {
  return { ...search, ...place }
}
