import { defineScheme, pushNumber } from '../key.ts'

/** Debian versions, `[epoch:]upstream[-revision]`; `~` sorts before the end of the text, letters before other characters. */
export const deb = defineScheme({ id: 'deb', source: 'https://manpages.debian.org/deb-version.7', encode })

const debPattern = /^(?:([0-9]+):(?=[0-9][A-Za-z0-9.+~:-]*$)|(?=[0-9][A-Za-z0-9.+~-]*$))(.+)$/
const revisionPattern = /^[A-Za-z0-9.+~]+$/

const TILDE = 1
const END = 2
const AFTER_LETTERS = 128

function encode(version: string): number[] | undefined {
  const [, epoch = '', rest] = debPattern.exec(version) ?? []
  if (rest === undefined) return undefined
  const hyphen = rest.lastIndexOf('-')
  const upstream = hyphen === -1 ? rest : rest.slice(0, hyphen)
  const revision = hyphen === -1 ? '' : rest.slice(hyphen + 1)
  if (hyphen !== -1 && !revisionPattern.test(revision)) return undefined
  const bytes: number[] = []
  pushNumber(bytes, epoch)
  pushPart(bytes, upstream)
  pushPart(bytes, revision)
  return bytes
}

/** Pairs of a run without digits and a number, at least one pair; a missing number is 0, so a missing revision equals `0`. */
function pushPart(bytes: number[], part: string): void {
  let rest = part
  do {
    const [, run = '', digits = ''] = /^([^0-9]*)([0-9]*)/.exec(rest) ?? []
    for (const character of run) bytes.push(weight(character))
    bytes.push(END)
    pushNumber(bytes, digits)
    rest = rest.slice(run.length + digits.length)
  } while (rest !== '')
  bytes.push(END)
}

function weight(character: string): number {
  if (character === '~') return TILDE
  return /[A-Za-z]/.test(character) ? character.charCodeAt(0) : character.charCodeAt(0) + AFTER_LETTERS
}
