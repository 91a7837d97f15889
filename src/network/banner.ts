import type { ObservedSubject } from '../model/index.ts'
import { factsOf } from './facts.ts'
import type { Notes } from './protocol.ts'

const maxBanner = 1024
const maxProducts = 12

/** A piece of software that a greeting names. */
export interface Product {
  readonly name: string
  /** As written. */
  readonly version?: string
}

/** Tells what a greeting names, each product with its own version. */
export function tellProducts(
  banner: string,
  { subject, notes }: { readonly subject: ObservedSubject; readonly notes: Notes },
): void {
  for (const { name, version } of readProducts(banner)) {
    const facts = factsOf({ softwareProduct: name, softwareProductVersion: version })
    notes.tell({ subject, facts, confidence: 'strong' })
  }
}

/** A day, which looks like a version. */
const date = /^\d{1,2}\.\d{1,2}\.(?:19|20)\d\d$/
/** A version as greetings write it: it begins with a digit and holds one dot at least, or follows a word that says so. */
const dotted = /^[vV]?(\d+(?:\.\d+)+[\w.+~:-]*)$/

/**
 * The products that a greeting names, in its order: `Apache/2.4.38 (Debian) OpenSSL/1.1.1d` names two. What is no list of `name/version`
 * (RFC 9110 §10.1.5) is read as one name and its first version: `vsFTPd 3.0.3`, `Serv-U_7.4`, `ProFTPD 1.3.5 Server (x)`.
 */
export function readProducts(banner: string): Product[] {
  const text = banner.slice(0, maxBanner).trim()
  const listed = slashed(text)
  if (listed.length > 0) return listed.slice(0, maxProducts)
  const named = versioned(text)
  return named === undefined ? [] : [named]
}

/** `name/version` anywhere outside of comments; a name of several words belongs together when only they stand before the first slash. */
function slashed(text: string): Product[] {
  const outside = withoutComments(text)
  const products: Product[] = []
  for (const [, name = '', version = ''] of outside.matchAll(/([A-Za-z][\w!.+-]*)\/([vV]?\d[\w.+~:-]*)/g)) {
    products.push({ name, version: version.replace(/^[vV](?=\d)/, '').replace(/[.:,-]+$/, '') })
  }
  const [first] = products
  const lead = first === undefined ? '' : outside.slice(0, outside.indexOf(`${first.name}/`)).trim()
  if (first !== undefined && /^(?:[A-Z][\w.-]* ?){1,4}$/.test(lead))
    products[0] = { ...first, name: `${lead} ${first.name}` }
  return products
}

/** A name, and the first text after it that looks like a version. */
function versioned(text: string): Product | undefined {
  const words = text.split(/[\s,;()[\]]+/).filter((word) => word !== '')
  for (const [index, word] of words.entries()) {
    const joined = /^([A-Za-z][A-Za-z!]*(?:[_-][A-Za-z]+)*)[_-][vV]?(\d+(?:\.\d+)+[\w.+~-]*)$/.exec(word)
    if (joined?.[1] !== undefined && joined[2] !== undefined) return { name: joined[1], version: joined[2] }
    const version = dotted.exec(word)?.[1] ?? spelled(words, index)
    if (version === undefined || date.test(version)) continue
    const name = nameBefore(words.slice(0, index))
    if (name !== undefined) return { name, version: version.replace(/[.:-]+$/, '') }
  }
  return undefined
}

/** `Version 6`, `v4`: a number alone is a version after a word that says so. */
function spelled(words: readonly string[], index: number): string | undefined {
  const word = words[index] ?? ''
  const before = words[index - 1] ?? ''
  if (/^[vV]\d+[\w.-]*$/.test(word)) return word.slice(1)
  return /^(?:version|ver\.?|release|rev\.?|firmware|software):?$/i.test(before) && /^\d[\w.-]*$/.test(word)
    ? word
    : undefined
}

const fillers = new Set(
  'the to welcome version ver ver. release rev rev. is running ready service server: version: firmware software'.split(
    ' ',
  ),
)

function nameBefore(words: readonly string[]): string | undefined {
  const kept = words.slice(-5)
  while (kept.length > 0 && fillers.has((kept[0] ?? '').toLowerCase())) kept.shift()
  while (kept.length > 0 && fillers.has((kept.at(-1) ?? '').toLowerCase())) kept.pop()
  const name = kept.join(' ')
  return /[A-Za-z]{2}/.test(name) ? name : undefined
}

function withoutComments(text: string): string {
  let depth = 0
  let outside = ''
  for (const letter of text) {
    if (letter === '(') depth += 1
    if (depth === 0) outside += letter
    if (letter === ')' && depth > 0) depth -= 1
  }
  return outside
}
