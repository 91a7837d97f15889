import { useInfiniteQuery } from '@tanstack/react-query'
import type { AdvisoryOfDevice, AdvisoryVerdict, RemediationState, Verdict } from '../../src/server/contract.ts'
import { send } from '../api.ts'
import { useAsker } from '../asker.ts'
import { submitting, textOf } from '../forms.ts'
import { advisoriesOfDeviceQuery } from '../said-queries.ts'
import type { Words } from '../words/en.ts'
import { useSaying } from './saying.ts'

export type FlawOfAdvisory = AdvisoryOfDevice['flaws'][number]

/** The states of the work, in their order. */
export const workStates: readonly RemediationState[] = ['notRemediated', 'inProgress', 'done']

/** The class whose colour a verdict of an advisory has; words say the rest. */
export const verdictOfAdvisory: Readonly<Record<AdvisoryVerdict, Verdict>> = {
  affected: 'affected',
  possible: 'unknown',
  underInvestigation: 'unknown',
  unknown: 'unknown',
  fixed: 'notAffected',
  notAffected: 'notAffected',
  outside: 'notListed',
}

/** The advisories that name a device or may, as far as they were read. */
export function useAdvisories(deviceId: string) {
  const query = useInfiniteQuery(advisoriesOfDeviceQuery(deviceId, useAsker()))
  return { query, advisories: query.data?.pages.flatMap(({ items }) => items) }
}

/** Whether work is asked for: on what affects the device or may, and on whatever somebody has begun with. */
export function asksForWork({ verdict, state }: FlawOfAdvisory): boolean {
  return state !== 'notRemediated' || ['affected', 'possible', 'underInvestigation', 'unknown'].includes(verdict)
}

/** Who said how far the work is, when, and in which words. */
export function notesOf({ author, setAt, note }: FlawOfAdvisory, day: (instant: string) => string): readonly string[] {
  const by = [author, setAt === undefined ? undefined : day(setAt)].filter((part) => part !== undefined && part !== '')
  return [by.join(', '), note ?? ''].filter((part) => part !== '')
}

/** How an advisory means this device: by what it is named, and whether a person has to confirm that. */
export function metText(
  { how, isSure, product, text, because }: AdvisoryOfDevice['met'][number],
  { advisories, pair }: Words,
): string {
  const named = pair(advisories.how[how], product)
  return [isSure ? named : `${named} (${advisories.notSure})`, text, because]
    .filter((part) => part !== undefined && part !== '')
    .join(' · ')
}

/** `vendor_fix: Install 4.2`, of CSAF, in words; a remedy of a category that has none stays as written. */
export function remedyText(remedy: string, { advisories, pair }: Words): string {
  const [, category = '', details = ''] = /^([a-z_]{1,40}): ?([^]*)$/.exec(remedy) ?? []
  const known: Readonly<Record<string, string>> = advisories.remedies
  const name = Object.hasOwn(known, category) ? known[category] : undefined
  return name === undefined ? remedy : pair(name, details)
}

export interface WorkOn {
  readonly advisory: string
  readonly deviceId: string
  readonly flaw: string
}

/** Says how far the work is; then everything is asked anew. `saved` is called when the server has it. */
export function useWork({ advisory, deviceId, flaw }: WorkOn, saved: () => void) {
  const { say, ...state } = useSaying(
    async (said: object, asker) => send(`/advisories/${encodeURIComponent(advisory)}/remediations`, { ...asker }, said),
    saved,
  )
  const saidIn = (fields: FormData): object | undefined => {
    const [state, note, author] = [textOf(fields, 'state'), textOf(fields, 'note'), textOf(fields, 'author')]
    return author === '' ? undefined : { flaw, deviceId, state, note, author }
  }
  return { ...state, submit: submitting(saidIn, say) }
}
