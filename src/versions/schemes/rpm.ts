import type { VersionScheme } from '../scheme.ts'
import { defineScheme, isDigits, isOrderable, pushNumber, pushText } from '../key.ts'

/**
 * RPM, `[epoch:]version[-release]`. A version without release comes before each of its releases, and as a bound it stands
 * for all of them: `<= 1.2` holds 1.2-9, `> 1.2` does not.
 */
export const rpm = {
  ...defineScheme({
    id: 'rpm',
    source: 'https://github.com/rpm-software-management/rpm/blob/rpm-4.20.0-release/rpmio/rpmvercmp.cc',
    encode,
  }),
  keyAbove: (version) => (isOrderable(version) ? encodeAbove(version) : undefined),
} as const satisfies VersionScheme

const TILDE = 1
const END = 2
const CARET = 3
const LETTERS = 4
const NUMBER = 5

const NO_RELEASE = 0
const RELEASE = 1
const ABOVE_RELEASES = 2

interface Evr {
  readonly epoch: string
  readonly version: string
  readonly release: string | undefined
}

function encode(text: string): number[] {
  const { epoch, version, release } = split(text)
  const bytes: number[] = []
  pushNumber(bytes, epoch)
  pushSegments(bytes, version)
  if (release === undefined) {
    bytes.push(NO_RELEASE)
    return bytes
  }
  bytes.push(RELEASE)
  pushSegments(bytes, release)
  return bytes
}

function encodeAbove(text: string): Uint8Array {
  if (split(text).release !== undefined) return Uint8Array.from([...encode(text), 0])
  return Uint8Array.from([...encode(text).slice(0, -1), ABOVE_RELEASES])
}

function split(text: string): Evr {
  const colon = text.indexOf(':')
  const hasEpoch = colon > 0 && isDigits(text.slice(0, colon))
  const rest = hasEpoch ? text.slice(colon + 1) : text
  const hyphen = rest.lastIndexOf('-')
  return {
    epoch: hasEpoch ? text.slice(0, colon) : '',
    version: hyphen === -1 ? rest : rest.slice(0, hyphen),
    release: hyphen === -1 ? undefined : rest.slice(hyphen + 1),
  }
}

/** Anything but ASCII letters, digits, `~` and `^` only separates. */
function pushSegments(bytes: number[], part: string): void {
  for (const segment of part.match(/[0-9]+|[A-Za-z]+|[~^]/g) ?? []) {
    if (segment === '~') bytes.push(TILDE)
    else if (segment === '^') bytes.push(CARET)
    else if (isDigits(segment)) {
      bytes.push(NUMBER)
      pushNumber(bytes, segment)
    } else {
      bytes.push(LETTERS)
      pushText(bytes, segment)
    }
  }
  bytes.push(END)
}
