import type { Device, ObservedListed } from '../../src/server/contract.ts'
import type { Words } from '../words/en.ts'
import type { NetworkWords } from '../words/network-en.ts'
import type { Found } from './find-dialog.ts'
import { candidateOf, nameOfCandidate, nameOfObserved } from './observed.ts'
import type { Candidate } from './observed.ts'
import type { Said } from './settling.ts'

/** A row of the queue: something on the network with what it may be, or a device of the list that nothing on the network is. */
export type Row =
  | { readonly is: 'observed'; readonly key: string; readonly name: string; readonly observed: ObservedListed }
  | { readonly is: 'listed'; readonly key: string; readonly name: string; readonly device: Candidate['device'] }

interface Speech {
  readonly words: Words
  readonly net: NetworkWords
}

export function rowOfObserved(observed: ObservedListed, { net }: Speech): Row {
  return { is: 'observed', key: observed.observedId, name: nameOfObserved(observed, net), observed }
}

export function rowOfDevice(listed: Device, { words }: Speech): Row {
  const device = candidateOf(listed)
  return { is: 'listed', key: device.deviceId, name: nameOfCandidate(device, words), device }
}

/** What a key does while a row has the focus. */
export type Action =
  | { readonly is: 'move'; readonly by: 1 | -1 }
  | { readonly is: 'choose'; readonly place: number }
  | { readonly is: 'none' | 'find' | 'undo' | 'help' }

export function actionOf(key: string): Action | undefined {
  if (/^[1-9]$/.test(key)) return { is: 'choose', place: Number(key) - 1 }
  switch (key) {
    case 'ArrowDown':
    case 'j':
      return { is: 'move', by: 1 }
    case 'ArrowUp':
    case 'k':
      return { is: 'move', by: -1 }
    case 'y':
    case 'o':
      return { is: 'choose', place: 0 }
    case 'n':
      return { is: 'none' }
    case 'f':
      return { is: 'find' }
    case 'u':
      return { is: 'undo' }
    case '?':
      return { is: 'help' }
    default:
      return undefined
  }
}

interface IsSaid {
  readonly observedId: string
  readonly deviceId: string
  /** What the other side is called. */
  readonly label: string
}

/** That what is seen is this device of the list. */
function saysIs({ key, name }: Row, { observedId, deviceId, label }: IsSaid, { reconcile }: NetworkWords): Said {
  return {
    key,
    name,
    links: [{ observedId, deviceId, kind: 'isDevice' }],
    text: reconcile.settled.is(label),
    announce: reconcile.announceIs(name, label),
  }
}

/** That it is what was found by hand on the other side. */
export function saysFound(row: Row, { id, name: label }: Found, net: NetworkWords): Said {
  return row.is === 'observed'
    ? saysIs(row, { observedId: row.observed.observedId, deviceId: id, label }, net)
    : saysIs(row, { observedId: id, deviceId: row.device.deviceId, label }, net)
}

/** That it is none of those that it may be; undefined where there is none. */
export function saysNone(row: Row, { words, net }: Speech): Said | undefined {
  if (row.is !== 'observed' || row.observed.candidates.length === 0) return undefined
  const { observedId, candidates } = row.observed
  const names = candidates.map(({ device }) => nameOfCandidate(device, words)).join(', ')
  return {
    key: row.key,
    name: row.name,
    links: candidates.map(({ device }) => ({ observedId, deviceId: device.deviceId, kind: 'isNotDevice' })),
    text: net.reconcile.settled.isNot(names),
    announce: net.reconcile.announceIsNot(row.name, names),
  }
}

/** That it is the one at this place of those that it may be. */
export function saysChosen(row: Row, place: number, speech: Speech): Said | undefined {
  const candidate = row.is === 'observed' ? row.observed.candidates[place] : undefined
  if (row.is !== 'observed' || candidate === undefined) return undefined
  const { deviceId } = candidate.device
  const label = nameOfCandidate(candidate.device, speech.words)
  return saysIs(row, { observedId: row.observed.observedId, deviceId, label }, speech.net)
}

/** Where the focus goes from a row: the next that waits, else the next, else it stays. */
export function nextKey(keys: readonly string[], from: string, isSettled: (key: string) => boolean): string {
  const after = keys.slice(keys.indexOf(from) + 1)
  return after.find((key) => !isSettled(key)) ?? after[0] ?? from
}

export function rowId(key: string): string {
  return `row-${key}`
}

/** The key that chooses the one at this place. */
export function keyOf(place: number): string {
  return place === 0 ? 'y' : String(place + 1)
}
