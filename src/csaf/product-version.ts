import type { VersionRange } from '../model/index.ts'
import type { Product } from './document.ts'
import { intersection, isSame } from './version-bounds.ts'
import { readVersionText } from './version-text.ts'
import type { VersionReading } from './version-text.ts'

/**
 * Which versions of itself a product of a document means: what its branch says, held against what its full name says. Where the two
 * differ (`<= 1.0.0` named `Version 1.1.0 and below`), only what both say is sure.
 */
export function readProductVersion(product: Product): VersionReading {
  const { version } = product
  const named = wordsBesideName(product)
  if (version === undefined) return withoutVersion(product, named)
  if (continuesName(product)) return { text: version.text, ranges: [{ is: 'all' }], possible: [] }
  const stated = readVersionText(version.text)
  const written = named === undefined ? undefined : readVersionText(named)
  if (stated.ranges.length === 0) return stated
  if (narrows(named)) return { ...unsure(stated), because: `its name says more: “${named}”` }
  if (written === undefined || agree(stated, written)) return stated
  if (written.ranges.length === 0) return besideProse(stated, written)
  const both = stated.ranges.flatMap((a) => written.ranges.flatMap((b) => intersection(a, b) ?? []))
  if (both.length === 0 && areApart(stated, written))
    return { ...stated, ranges: [...stated.ranges, ...written.ranges] }
  return {
    text: stated.text,
    ranges: both,
    possible: [...stated.ranges, ...stated.possible, ...written.ranges, ...written.possible],
    because: `its version says “${version.text}” and its name “${named}”`,
  }
}

/** Text that a reader would take for the version is the rest of the model's name: `… (PRM) Model` in version `3120`. */
function continuesName({ product = '', version }: Product): boolean {
  return /\b(?:models?|model (?:no|number)|series|ref)\.?$/i.test(product.trim()) && version?.is === 'version'
}

function withoutVersion({ name }: Product, named: string | undefined): VersionReading {
  const reading = named === undefined ? undefined : readVersionText(named)
  if (reading !== undefined && reading.ranges.length > 0) return reading
  const because = 'no version is stated beside the name'
  return { text: name, ranges: [], possible: [{ is: 'all' }], because }
}

/** A name of whole sentences may say that more versions are meant (`back to 6.5`): what is outside the stated ones is then not excluded. */
function besideProse(stated: VersionReading, written: VersionReading): VersionReading {
  const isProse = written.text.split(' ').length > 5 && written.possible.some(({ is }) => is === 'unreadable')
  if (!isProse || stated.ranges.some(({ is }) => is === 'all')) return stated
  const because = `its name says more: “${written.text}”`
  return { ...stated, possible: [...stated.possible, { is: 'unreadable', because }], because }
}

/** The two are written in ways that have no common order (`<= D25`, `vD25 and prior`): they do not contradict each other. */
function areApart(a: VersionReading, b: VersionReading): boolean {
  const shapes = ({ ranges }: VersionReading): Set<string> =>
    new Set(ranges.map((range) => (range.is === 'interval' ? range.shape : range.is)))
  return shapes(a).isDisjointFrom(shapes(b))
}

function unsure({ text, ranges, possible }: VersionReading): VersionReading {
  return { text, ranges: [], possible: [...ranges, ...possible] }
}

/** What the full name says after the name of the product; undefined when that is nothing. */
function wordsBesideName({ name, product }: Product): string | undefined {
  if (product === undefined) return undefined
  const at = name.toLowerCase().indexOf(product.toLowerCase())
  const rest = at === -1 ? (/: ([^:]+)$/.exec(name)?.[1] ?? '') : name.slice(at + product.length)
  const words = rest
    .replace(/^[\s:–—-]+/, '')
    .replace(/^(?:with|running|using) (?=(?:software|firmware|version|revision)s?\b)/i, '')
    .trim()
  return words === '' || words.length > 300 ? undefined : spread(words)
}

/** Commas are often lost in full names: `B.02 C.02 C.03` lists three versions. */
function spread(words: string): string {
  return words.replaceAll(/(?<=[a-z]?\.?\d[\w.]*) (?=(?:v?\d|[a-z]\.\d)[\w.]*(?: |$))/gi, ', ')
}

/** Words by which a name leaves out a part of what its version says. */
function narrows(named: string | undefined): boolean {
  return (
    named !== undefined &&
    /\b(?:only|except|excluding|not including|unless|if|serial|sn|lot|manufactured|shipped|sauf|hors)\b/i.test(named)
  )
}

function agree(a: VersionReading, b: VersionReading): boolean {
  return covers(a.ranges, b.ranges) && covers(b.ranges, a.ranges)
}

function covers(ranges: readonly VersionRange[], others: readonly VersionRange[]): boolean {
  return others.every((other) => ranges.some((range) => isSame(range, other)))
}
