import { versionKey } from '../../model/index.ts'
import type { ObservedVersion, VersionSeen, VersionWord } from '../../model/index.ts'
import { overlap } from './spans.ts'

/** Two voices that agree are two independent sources. */
const ENOUGH_VOICES = 2

/** A version that was not told for so long before the last one is history. */
const RIVAL_MS = 30 * 86_400_000

/** A version that one voice tells must be told for so long before the one that was told until then is history: one message is soon made up. */
const SETTLED_MS = 86_400_000

/** So many versions of one device are weighed. */
export const MOST_VERSIONS = 16

/** What is known of the version of one device. */
export interface VersionsKnown {
  /** By its list; undefined: it says none. */
  readonly declared: string | undefined
  /** By the network, in any order. */
  readonly observed: readonly ObservedVersion[]
  readonly word: VersionWord | undefined
}

/**
 * By which versions a device is judged besides, or instead of, the one of its list. None where list and network agree. A single source may make a
 * verdict worse, never better: only two independent ones, or a person, put a version in the place of the declared one. Versions that are told at the
 * same time leave open which of them runs, and so does a new one that one voice began to tell just now.
 */
export function versionsSeen({ declared, observed, word }: VersionsKnown): VersionSeen[] {
  const told = toldByMoreThanHints(observed)
  const [current] = told
  if (current === undefined) return []
  if (word !== undefined && (word.against === versionKey(current.value) || names(current.value, word.version)))
    return declared !== undefined && names(word.version, declared)
      ? []
      : [
          {
            version: word.version,
            stands: 'instead',
            because: 'person',
            ...(names(current.value, word.version) ? { seen: current } : {}),
          },
        ]
  const rivals = told
    .slice(1)
    .filter((each) => !isHistory(each, current) && each.lastSeenAt > current.lastSeenAt - RIVAL_MS)
  if (told.length > MOST_VERSIONS)
    return [...besides([current, ...rivals], declared), { version: '', stands: 'beside', because: 'tooMany' }]
  if (rivals.length > 0) return besides([current, ...rivals], declared)
  if (isDeclared(current, declared)) return []
  const isAgreed = current.voices >= ENOUGH_VOICES
  return [
    {
      version: current.value,
      stands: isAgreed ? 'instead' : 'beside',
      because: isAgreed ? 'severalVoices' : 'oneVoice',
      seen: current,
    },
  ]
}

/** The version by which the network would have a device judged, and which a person decides in view of: the one told last, by more than a hint. */
export function versionTold(observed: readonly ObservedVersion[]): ObservedVersion | undefined {
  return toldByMoreThanHints(observed)[0]
}

function toldByMoreThanHints(observed: readonly ObservedVersion[]): ObservedVersion[] {
  return observed.filter(({ confidence }) => confidence !== 'weak').toSorted((a, b) => b.lastSeenAt - a.lastSeenAt)
}

function isHistory(other: ObservedVersion, current: ObservedVersion): boolean {
  const isSettled = current.voices >= ENOUGH_VOICES || current.lastSeenAt - current.firstSeenAt >= SETTLED_MS
  return isSettled && !overlap(other, current)
}

function besides(versions: readonly ObservedVersion[], declared: string | undefined): VersionSeen[] {
  return versions
    .filter((each) => !isDeclared(each, declared))
    .map((seen) => ({ version: seen.value, stands: 'beside', because: 'rivals', seen }))
}

function isDeclared({ value }: ObservedVersion, declared: string | undefined): boolean {
  return declared !== undefined && names(value, declared)
}

/** An observed text, which may hold several values, says this version. */
function names(observed: string, version: string): boolean {
  const key = versionKey(version)
  return versionKey(observed) === key || observed.split('\\').some((value) => versionKey(value) === key)
}
