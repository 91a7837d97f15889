import { versionKey } from '../../model/index.ts'
import type { ObservedVersion, VersionSeen, VersionWord } from '../../model/index.ts'
import { overlap } from './spans.ts'

/** Two voices that agree are two independent sources. */
const ENOUGH_VOICES = 2

/** A version that was not told for so long before the last one is history. */
const RIVAL_MS = 30 * 86_400_000

/** What is known of the version of one device. */
export interface VersionsKnown {
  /** By its list; undefined: it says none. */
  readonly declared: string | undefined
  /** By the network, the one in force first. */
  readonly observed: readonly ObservedVersion[]
  readonly word: VersionWord | undefined
}

/**
 * By which versions a device is judged besides, or instead of, the one of its list. None where list and network agree. A single source may make a
 * verdict worse, never better: only two independent ones, or a person, put a version in the place of the declared one. Versions that are told at the
 * same time leave open which of them runs.
 */
export function versionsSeen({ declared, observed, word }: VersionsKnown): VersionSeen[] {
  const told = observed.filter(({ confidence }) => confidence !== 'weak')
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
    .filter((each) => overlap(each, current) && each.lastSeenAt > current.lastSeenAt - RIVAL_MS)
  if (rivals.length > 0)
    return [current, ...rivals]
      .filter((each) => !isDeclared(each, declared))
      .map((seen) => ({ version: seen.value, stands: 'beside', because: 'rivals', seen }))
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

function isDeclared({ value }: ObservedVersion, declared: string | undefined): boolean {
  return declared !== undefined && names(value, declared)
}

/** An observed text, which may hold several values, says this version. */
function names(observed: string, version: string): boolean {
  const key = versionKey(version)
  return versionKey(observed) === key || observed.split('\\').some((value) => versionKey(value) === key)
}
