import { useQuery } from '@tanstack/react-query'
import type { KeyChanged, TrustedKey } from '../../src/server/contract.ts'
import { takeBack } from '../api.ts'
import { useAsker } from '../asker.ts'
import type { Asker } from '../asker.ts'
import { submitting, textOf } from '../forms.ts'
import type { Formats } from '../formats.ts'
import { asked, keysQuery } from '../kept-queries.ts'
import { useSaying } from '../parts/saying.ts'
import { useSending } from '../parts/sending.ts'
import { fileIn, sendAndWait } from '../sending.ts'
import type { Tell } from '../sending.ts'
import type { KnownWords } from '../words/use-known-words.ts'

export function useKeys() {
  return useQuery(keysQuery(useAsker()))
}

/** Trusts a key; then everything is asked anew, since signatures are judged by it. */
export function useAddKey() {
  const { send, ...state } = useSending(addKey)
  return {
    ...state,
    submit: submitting(keyIn, send),
  }
}

interface KeySent {
  readonly maker: string
  readonly file: File
}

function keyIn(fields: FormData): KeySent | undefined {
  const [maker, file] = [textOf(fields, 'maker'), fileIn(fields)]
  return maker === '' || file === undefined ? undefined : { maker, file }
}

async function addKey({ maker, file }: KeySent, asker: Asker, tell: Tell): Promise<KeyChanged> {
  return sendAndWait<KeyChanged>({ path: '/keys', query: { ...asked(asker), maker }, file }, asker, tell)
}

/** Trusts a key no more. */
export function useRemoveKey(keyId: number) {
  const { say, ...state } = useSaying(async (_: void, asker) => takeBack(`/keys/${keyId}`, asked(asker)))
  return { ...state, remove: () => say() }
}

/** From when to when signatures of a key are trusted, in words; empty where it always is. */
export function trustedText(
  { from, to }: Pick<TrustedKey, 'from' | 'to'>,
  { keys }: KnownWords,
  { day }: Formats,
): string {
  return [
    ...(from === undefined ? [] : [keys.from(day(from))]),
    ...(to === undefined ? [] : [keys.until(day(to))]),
  ].join(', ')
}
