import { createReadStream, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import {
  foldName,
  keyOfAliasEnd,
  knownAliases,
  makerKey,
  namesOfPurl,
  parseCpe,
  parsePurl,
} from '../src/model/index.ts'
import type { Purl } from '../src/model/index.ts'
import { sharedSet } from './shared-data.ts'

// How far the names that identity is told by here agree with pairs that others have put together by hand. The pairs are evidence: none is copied.

/** Pairs of one kind: how many agree, and the others by the way in which they differ. */
export class Tally {
  total = 0
  agreed = 0
  readonly apart = new Map<string, number>()

  count(difference: string | undefined): void {
    this.total += 1
    if (difference === undefined) this.agreed += 1
    else this.apart.set(difference, (this.apart.get(difference) ?? 0) + 1)
  }

  get share(): number {
    return this.agreed / this.total
  }

  /** How many agree, and how the others differ, the most frequent first. */
  say(what: string): string {
    const others = [...this.apart].sort(([, a], [, b]) => b - a).map(([difference, count]) => `${difference} ${count}`)
    return `${what}: ${this.agreed} of ${this.total} agree (${(100 * this.share).toFixed(1)} %); ${others.join(', ')}`
  }
}

interface Pair {
  readonly vendor: string
  readonly product: string
  readonly purls: readonly string[]
}

/** CPE products and the purls that others found for them: all, and by the twelve types that have most. */
export interface PairsTold {
  readonly all: Tally
  readonly byType: ReadonlyMap<string, Tally>
}

export async function compareWithPurls(): Promise<PairsTold> {
  const [all, byType] = [new Tally(), new Map<string, Tally>()]
  const lines = createInterface({ input: createReadStream(join(await sharedSet('cpe'), 'purl2cpe.ndjson')) })
  for await (const line of lines) {
    const { vendor, product, purls } = JSON.parse(line) as Pair
    const read = purls.map(parsePurl).filter((purl) => purl !== undefined)
    const differences = read.map((purl) => differenceOf(vendor, product, purl))
    for (const [place, { type }] of read.entries()) {
      const tally = byType.get(type) ?? new Tally()
      byType.set(type, tally)
      tally.count(differences[place])
    }
    all.count(differences.includes(undefined) ? undefined : (differences[0] ?? 'no purl'))
  }
  return { all, byType: new Map([...byType].sort(([, a], [, b]) => b.total - a.total).slice(0, 12)) }
}

/** Undefined when a CPE's product and a purl go by one name; else in which way their names differ. */
function differenceOf(vendor: string, product: string, purl: Purl): string | undefined {
  const [name, maker, names] = [foldName(product), foldName(vendor), namesOfPurl(purl)]
  if (names.includes(name)) return undefined
  const bare = (text: string): string => text.replace(/[^a-z0-9]/g, '')
  if (names.some((each) => bare(each) === bare(name))) return 'separators alone'
  if (names.some((each) => each === `${maker}-${name}` || each === `${name}-${maker}`)) return 'vendor in the name'
  if (names.some((each) => isPart(name, each))) return 'the package has more words'
  if (names.some((each) => isPart(each, name))) return 'the product has more words'
  if (names.includes(maker)) return 'the package is called as the vendor'
  if (names.some((each) => each.replace(/\d+$/, '') === name.replace(/\d+$/, ''))) return 'a number at the end'
  return 'another name'
}

/** `openssl` stands in `libssl-openssl-dev` as whole words. */
function isPart(words: string, of: string): boolean {
  return `-${of}-`.includes(`-${words}-`)
}

/** Makers and products as fingerprints of banners write them, beside the CPE that stands with them. */
export async function compareWithFingerprints(): Promise<{ readonly makers: Tally; readonly products: Tally }> {
  const folder = join(await sharedSet('fingerprints'), 'recog')
  const [makers, products] = [new Tally(), new Tally()]
  const seen = new Set<string>()
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.xml'))) {
    for (const { vendor, product, written } of statedIn(readFileSync(join(folder, file), 'utf8'))) {
      const cpe = parseCpe(written.replace(/\{[^}]*\}/g, '-'))
      const pair = [vendor, product, written].join(' ')
      if (seen.has(pair) || cpe?.vendor.is !== 'value' || cpe.product.is !== 'value') continue
      seen.add(pair)
      makers.count(makerDifference(vendor, cpe.vendor.text))
      products.count(productDifference(vendor, product, cpe.product.text))
    }
  }
  return { makers, products }
}

function statedIn(text: string): { readonly vendor: string; readonly product: string; readonly written: string }[] {
  const fingerprints = [...text.matchAll(/<fingerprint (.*?)<\/fingerprint>/gs)].map(([, body = '']) => body)
  const parts = ['service', 'os', 'hw', 'service.component']
  return fingerprints.flatMap((body) =>
    parts.flatMap((part) => {
      const [vendor, product, written] = ['vendor', 'product', 'cpe23'].map((name) => valueOf(body, `${part}.${name}`))
      return vendor === undefined || product === undefined || written === undefined
        ? []
        : [{ vendor, product, written }]
    }),
  )
}

function valueOf(fingerprint: string, name: string): string | undefined {
  const [, value] = new RegExp(`name="${name.replace('.', String.raw`\.`)}" value="([^"]*)"`).exec(fingerprint) ?? []
  return value?.replaceAll('&amp;', '&')
}

/** Successors that the tables of aliases name. */
const successors = new Set(
  knownAliases
    .filter(({ kind, relation }) => kind === 'maker' && relation === 'successor')
    .flatMap(({ kind, from, to }) => [from, to].map((name) => keyOfAliasEnd(kind, name))),
)

function makerDifference(written: string, vendor: string): string | undefined {
  const [one, other] = [makerKey(written), makerKey(vendor)]
  if (one === other) return undefined
  const bare = (text: string): string => text.replaceAll('-', '')
  if (bare(one) === bare(other)) return 'separators alone'
  if (isPart(one, other) || isPart(other, one)) return 'one has more words'
  if (initialsOf(one) === other || initialsOf(other) === one) return 'initials'
  if (bare(one).startsWith(bare(other)) || bare(other).startsWith(bare(one))) return 'one begins as the other'
  if (successors.has(`maker/${one}`) && successors.has(`maker/${other}`)) return 'a succession'
  return 'another name'
}

function initialsOf(name: string): string {
  return name
    .split('-')
    .map((word) => word[0] ?? '')
    .join('')
}

function productDifference(vendor: string, written: string, product: string): string | undefined {
  const [one, other, maker] = [foldName(written), foldName(product), foldName(vendor)]
  if (one === other) return undefined
  if (one.replaceAll('-', '') === other.replaceAll('-', '')) return 'separators alone'
  if (`${maker}-${one}` === other || one === `${maker}-${other}`) return 'vendor in the name'
  if (isPart(one, other) || isPart(other, one)) return 'one has more words'
  return 'another name'
}
