import type { Asker } from '../asker.ts'
import { submitting } from '../forms.ts'
import { fileIn, fileNameOf, sendAndWait } from '../sending.ts'
import type { Tell } from '../sending.ts'
import type { NetworkWords } from '../words/network-en.ts'
import { useSending } from './sending.ts'

/** What was heard in a capture or log. */
export interface CaptureHeard {
  readonly units: number
  readonly unit: string
  /** Addresses of which something was told. */
  readonly addresses: number
  /** By protocol id, how often each told something. */
  readonly protocols: Readonly<Record<string, number>>
  /** What was read on the way and never kept, by its kind. */
  readonly dropped: Readonly<Record<string, number>>
  readonly problems: readonly { readonly place?: string; readonly message: string }[]
  readonly kept?: {
    readonly devices: number
    readonly changed: number
    readonly observations: number
    readonly knownBatches: number
  }
}

/** Brings a capture or log, waits until it was listened to, and then asks everything anew. */
export function useCapture() {
  const { send, ...state } = useSending(listenTo)
  return {
    ...state,
    submit: submitting(fileIn, send),
  }
}

async function listenTo(file: File, asker: Asker, tell: Tell): Promise<CaptureHeard> {
  return sendAndWait<CaptureHeard>(
    { path: '/captures', query: { ...asker, fileName: fileNameOf(file) }, file },
    asker,
    tell,
  )
}

/** What was heard, a line each: how much, of whom, what was left out. */
export function heardTexts(
  { units, unit, addresses, protocols, dropped, kept }: CaptureHeard,
  { network }: NetworkWords,
): readonly string[] {
  const { capture: says } = network
  const inUnits: Readonly<Record<string, (count: number) => string>> = says.units
  const read = inUnits[unit]?.(units) ?? `${units} ${unit}`
  const spoken = Object.keys(protocols).join(', ')
  const left = Object.values(dropped).reduce((sum, count) => sum + count, 0)
  const isKnown = kept !== undefined && kept.observations === 0 && kept.knownBatches > 0
  return [
    says.heard,
    says.told(read, addresses),
    ...(spoken === '' ? [] : [says.protocols(spoken)]),
    ...(kept === undefined ? [] : [isKnown ? says.known : says.devices(kept.devices, kept.changed)]),
    ...(left === 0 ? [] : [says.dropped(left)]),
  ]
}
