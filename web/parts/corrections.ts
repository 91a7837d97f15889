import { useInfiniteQuery, useMutation, useQuery } from '@tanstack/react-query'
import type { CorrectionAdded, NewCorrection, SoftwareLine } from '../../src/server/contract.ts'
import { send, takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import { submitting, textOf } from '../forms.ts'
import type { Formats } from '../formats.ts'
import { asked, correctionQuery, correctionsQuery } from '../kept-queries.ts'
import type { CorrectionsShown } from '../kept-queries.ts'
import { visibleName } from '../visible.ts'
import type { Words } from '../words/en.ts'
import { useSaying } from './saying.ts'

export type Match = NewCorrection['match']
export type Sets = NewCorrection['sets']

/** A correction that acts on a line of software. */
export type Told = NonNullable<SoftwareLine['corrections']>[number]

/** What a form corrects: components as an SBOM writes them, or an earlier correction. */
export interface Correcting {
  /** Undefined: a person writes whom it speaks of. */
  readonly match?: Match
  readonly before?: { readonly correctionId: number; readonly sets: Sets }
}

/** The facts that a person can say of a component, in the order of the form. */
export const saidFacts = ['name', 'version', 'purl', 'cpe', 'supplier'] as const

/** The line of an SBOM as a correction names it: all that is written, so that no other is meant. */
export function matchOf({ component, supplier }: SoftwareLine): Match {
  const { name, group, version } = component
  return {
    name,
    version: version ?? '',
    ...(group !== undefined && { group }),
    ...(supplier !== undefined && { supplier }),
  }
}

/** What a filled form says. What an earlier correction set and the form does not ask for stays. */
export function correctionIn(fields: FormData, { match, before }: Correcting): NewCorrection {
  const { notOnDevice: _away, ...kept } = before?.sets ?? {}
  const rest = Object.entries(kept).filter(([fact]) => !(saidFacts as readonly string[]).includes(fact))
  const said = saidFacts.map((fact) => [fact, textOf(fields, fact)]).filter(([, text]) => text !== '')
  const isAway = fields.get('away') === 'on'
  return {
    match: matchIn(fields, match),
    sets: isAway ? { notOnDevice: true } : (Object.fromEntries([...rest, ...said]) as Sets),
    reason: textOf(fields, 'reason'),
    by: textOf(fields, 'by'),
    ...(before !== undefined && { replaces: before.correctionId }),
  }
}

function matchIn(fields: FormData, match: Match | undefined): Match {
  if (match !== undefined) return textOf(fields, 'reach') === 'name' ? { name: match.name } : match
  const version = textOf(fields, 'writtenVersion')
  return { name: textOf(fields, 'writtenName'), ...(version !== '' && { version }) }
}

/** Facts in words: `openssl, no version, from Acme`. */
export function matchText(match: Match, words: Words): string {
  const { corrections } = words
  const { name, version, ...others } = match
  const written = version === undefined ? corrections.anyVersion : version
  const facts = Object.entries(others).map(([fact, text]) => corrections.fact(factName(fact, words), visibleName(text)))
  return [visibleName(name), written === '' ? corrections.noVersion : visibleName(written), ...facts].join(' · ')
}

/** What is taken instead: `version 1.1.1k · purl pkg:…`. */
export function setsText({ notOnDevice, ...sets }: Sets, words: Words): string {
  const { corrections } = words
  if (notOnDevice === true) return corrections.away
  return Object.entries(sets)
    .map(([fact, text]) => corrections.fact(factName(fact, words), visibleName(text)))
    .join(' · ')
}

function factName(fact: string, { corrections }: Words): string {
  const names: Readonly<Record<string, string>> = corrections.facts
  return names[fact] ?? fact
}

/** `Ann, 3 October 2026: release notes`: who says so, when, and how that is known. */
export function saidBy({ by, at, reason }: Pick<Told, 'by' | 'at' | 'reason'>, formats: Formats): string {
  return `${by}, ${formats.day(at)} – ${reason}`
}

export function useCorrections(shown: CorrectionsShown) {
  const query = useInfiniteQuery(correctionsQuery(shown, useAsker()))
  return { query, corrections: query.data?.pages.flatMap(({ items }) => items) }
}

export function useCorrection(correctionId: number) {
  return useQuery(correctionQuery(correctionId, useAsker()))
}

/** Saves what a form says, or only asks what it would touch. Then everything is asked anew, since verdicts change. */
export function useCorrect(correcting: Correcting, saved: () => void) {
  const asker = useAsker()
  const path = '/corrections'
  const reach = useMutation({
    mutationFn: async (correction: NewCorrection) =>
      send<CorrectionAdded>(path, asked(asker), { ...correction, dryRun: true }),
    networkMode: 'always',
  })
  const save = useSaying(async (correction: NewCorrection) => send(path, asked(asker), correction), saved)
  return {
    isPending: save.isPending || reach.isPending,
    error: save.error ?? reach.error,
    reach: reach.data,
    look: (form: HTMLFormElement | null): void => {
      if (form === null) return
      const { by: _by, reason, ...correction } = correctionIn(new FormData(form), correcting)
      reach.mutate({ ...correction, reason: reason === '' ? '?' : reason })
    },
    submit: submitting((fields) => correctionIn(fields, correcting), save.say),
  }
}

/** Takes a correction back, by name. */
export function useWithdraw(correctionId: number, saved: () => void) {
  const { say, ...state } = useSaying(
    async (by: string, asker) => takeBack(`/corrections/${correctionId}`, { ...asked(asker), by }),
    saved,
  )
  return { ...state, submit: submitting((fields) => textOf(fields, 'by') || undefined, say) }
}

/** The form that a button stands in. */
export function formOf(button: HTMLButtonElement): HTMLFormElement | null {
  return button.form
}
