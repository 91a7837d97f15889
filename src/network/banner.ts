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
/** A version as greetings write it: it begins with a digit and holds one dot at least, or is a day written as one number. */
const dotted = /^[vV]?(\d+(?:\.\d+)+[\w.+~:@-]*|(?:19|20)\d{6})$/
/** A service pack, a build or a stage that belongs to the version before it. */
const stage = /^(?:SP ?\d+[a-z]?|beta ?\d*|alpha ?\d*|rc ?\d+|Build \d+)$/i
/** `DSView 3/3.7.0.71` and `devices /1.2`: apart from its name, or with the number that the name ends in. */
const behindSlash = /^(?:[A-Z]\S* \d{1,4}|\S+ )\/(\d+(?:\.\d+)+)$/
/** `server.example`, but no version. */
const hostName = /^(?=.*[A-Za-z])[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}$/

/**
 * The products that a greeting names, in its order: `Apache/2.4.38 (Debian) OpenSSL/1.1.1d` names two. What is no list of `name/version`
 * (RFC 9110 §10.1.5) is read word by word: `vsFTPd 3.0.3`, `Serv-U_7.4`, `ProFTPD 1.3.5 Server (x)`, `4.0.3 SSH Secure Shell`.
 */
export function readProducts(banner: string): Product[] {
  const text = banner.slice(0, maxBanner).trim()
  const outside = withoutComments(text)
  const listed = productsIn(wordsOf(outside))
  const found = listed.length > 0 ? listed : productsIn(wordsOf(text.replace(/[()[\]]/g, ' ')))
  return found.slice(0, maxProducts)
}

function wordsOf(text: string): string[] {
  const words = text.split(/[\s,;]+/).filter((word) => word !== '')
  return words.flatMap((word) => (namedTwice.test(word) ? word.split('/') : word))
}

/** `Tomcat-5.0.28/JBoss-4.0.1sp1`. */
const namedTwice = /^[A-Za-z]+-\d[\w.]*\/[A-Za-z]+-\d[\w.]*$/

/** Word by word; a name is what stands between the product before and the version, or behind a version that begins the text. */
function productsIn(given: readonly string[]): Product[] {
  const words = given.slice(leadOf(given))
  const products: Product[] = []
  let from = 0
  for (const [index, word] of words.entries()) {
    const written = joined(word) ?? versionAt(words, index)
    if (written === undefined) continue
    const before = words.slice(from, index)
    const name = written.name === undefined ? nameOf(before) : [leadName(before), written.name].join('')
    const late = name === undefined && index === 0 ? nameOf(words.slice(1, 5)) : name
    if (late !== undefined) products.push({ name: late, version: `${written.version}${stageOf(words, index)}` })
    if (name !== undefined) from = index + 1
  }
  return products
}

interface Written {
  readonly name?: string
  readonly version: string
}

/** `name/version`, `name_version`, `name-version`, and of `name/1.0/2.0` the first; of `name-1.0/2.0` too, for what follows is of another part. */
function joined(word: string): Written | undefined {
  for (const form of rarely) {
    const [, rare, rareVersion] = form.exec(word) ?? []
    if (rare !== undefined && rareVersion !== undefined) return { name: rare, version: rareVersion }
  }
  const [, slashed, slashedVersion] = /^([A-Za-z][\w!.+-]*)\/[vV]?(?:Release-)?([A-Z]?\d[\w.+~:-]*)/.exec(word) ?? []
  if (slashed !== undefined && slashedVersion !== undefined) return { name: slashed, version: trimmed(slashedVersion) }
  const [, name, version] = /^([A-Za-z][\w!+]*?(?:[_-][A-Za-z]+)*)[_-][vV]?(\d+(?:\.\d+)+[\w.+~-]*)/.exec(word) ?? []
  return name === undefined || version === undefined ? undefined : { name, version: trimmed(version) }
}

/** `Server-12.2.1/2.4.39`, `name/svn-999`, `VShell_3_6_2_446`, `FreSSH.0.8`, `HUAWEI_VRPV8.0`. */
const rarely: readonly RegExp[] = [
  /^([A-Za-z]+(?:-[A-Za-z]+)*)-(\d+(?:\.\d+)+\w*)\/\d[\d.]*$/,
  /^([A-Za-z][\w-]*)\/(svn-\d+)$/,
  /^([A-Za-z]+(?:_[A-Za-z]+)*)_(\d+(?:_\d+){2,4})$/,
  /^([A-Z][A-Za-z]+)\.(\d+(?:\.\d+)+)$/,
  /^([A-Z]+_[A-Z]+)V(\d+(?:\.\d+)+)$/,
]

/** A word that is a version by itself, or a number after a word that says so: `Version 6`, `v4`. */
function versionAt(words: readonly string[], index: number): Written | undefined {
  const word = words[index] ?? ''
  const version = dotted.exec(word)?.[1] ?? behindSlash.exec(`${words[index - 1] ?? ''} ${word}`)?.[1]
  if (version !== undefined)
    return date.test(version) || isAddress(version, index) ? undefined : { version: trimmed(version) }
  if (index > 0 && /^[vV]\d+[\w.-]*$/.test(word)) return { version: trimmed(word.slice(1)) }
  const isSaid = /^(?:version|ver\.?|release|rev\.?|firmware|software):?$/i.test(words[index - 1] ?? '')
  return isSaid && /^\d[\w.-]*$/.test(word) ? { version: trimmed(word) } : undefined
}

/** Private addresses (RFC 1918), which greetings name; one of 10.0.0.0/8 may also be a version where a name stands before it. */
function isAddress(version: string, index: number): boolean {
  const octets = version.split('.')
  if (octets.length !== 4 || !octets.every((octet) => /^\d{1,3}$/.test(octet) && Number(octet) < 256)) return false
  const [first, second] = octets.map(Number)
  if (first === 10) return index === 0
  return (first === 192 && second === 168) || (first === 172 && second !== undefined && second >= 16 && second < 32)
}

function stageOf(words: readonly string[], index: number): string {
  const [next = '', over = ''] = words.slice(index + 1, index + 3)
  const two = `${next} ${over}`
  if (stage.test(two) && !stage.test(next)) return ` ${two}`
  return stage.test(next) ? ` ${next}` : ''
}

function trimmed(version: string): string {
  return version.replace(/[.:,-]+$/, '')
}

const fillers = new Set(
  'the to welcome version ver ver. release rev rev. revision is running ready service server: version: firmware software'.split(
    ' ',
  ),
)

/** How many words name the machine, and not its software: names and addresses at the begin. */
function leadOf(words: readonly string[]): number {
  const count = words.findIndex(
    (word, index) => !hostName.test(word) && !(index > 0 && /^(?:\d{1,3}\.){3}\d{1,3}$/.test(word)),
  )
  return count === -1 || joined(words[0] ?? '') !== undefined ? 0 : count
}

/** Capitalised words before a joined name belong to it: `HP System Management Homepage/2.1`. */
function leadName(before: readonly string[]): string {
  const isName =
    before.length > 0 &&
    before.length < 5 &&
    before.every((word) => /^[A-Z][\w.-]*$/.test(word) && !fillers.has(word.toLowerCase()))
  return isName ? `${before.join(' ')} ` : ''
}

function nameOf(words: readonly string[]): string | undefined {
  const kept = words.slice(-5)
  while (kept.length > 0 && fillers.has((kept[0] ?? '').toLowerCase())) kept.shift()
  while (kept.length > 0 && fillers.has((kept.at(-1) ?? '').toLowerCase())) kept.pop()
  const name = kept
    .join(' ')
    .replace(/[-:]+$/, '')
    .trim()
  return /[A-Za-z]{2}/.test(name) && !/^(?:since|on|at|from)$/i.test(name) ? name : undefined
}

function withoutComments(text: string): string {
  let depth = 0
  let outside = ''
  for (const letter of text) {
    if (letter === '(') depth += 1
    if (depth === 0) outside += letter
    if (letter === ')' && depth > 0) depth -= 1
    if (letter === ')' && depth === 0) outside += ' '
  }
  return outside
}
