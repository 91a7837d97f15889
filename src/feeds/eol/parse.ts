import { parseDocument, visit } from 'yaml'
import type { ProductLifecycle, ReleaseCycle, SupportEnd } from '../../model/index.ts'
import type { FeedRecord, RawRecord } from '../feed.ts'
import { malformed } from '../place.ts'
import { isObject, take } from '../schema.ts'
import { plainText, utcTime } from '../text.ts'
import { eolProduct, type Product, type Release } from './schema.ts'

const textChars = 200

/** A text with a front matter that names a product and its releases. */
export function recognises(raw: RawRecord): boolean {
  if (raw.form !== 'page') return false
  const front = frontOf(raw.text)
  return front !== undefined && /^permalink:/m.test(front) && /^releases:/m.test(front)
}

/** One product. Throws `FeedError` with the place of what the front matter does not have as it should. */
export function parse(raw: RawRecord): FeedRecord | undefined {
  if (raw.form !== 'page') throw malformed(raw.at, 'it is no product of endoflife.date')
  return { is: 'lifecycle', lifecycle: toLifecycle(take(eolProduct, readFront(raw), raw.at)) }
}

/** Every scalar as text. No aliases: they can make a short text endless. */
function readFront({ text, at }: RawRecord & { readonly form: 'page' }): unknown {
  const document = parseDocument(frontOf(text) ?? '', { schema: 'failsafe', logLevel: 'silent', uniqueKeys: false })
  const [error] = document.errors
  if (error !== undefined)
    throw malformed(at, `its front matter is not valid YAML: ${error.message.slice(0, textChars)}`)
  let hasAlias = false
  visit(document, { Alias: () => void (hasAlias = true) })
  if (hasAlias) throw malformed(at, 'its front matter holds aliases')
  return document.toJS()
}

function frontOf(text: string): string | undefined {
  const end = text.indexOf('\n---', 3)
  return text.startsWith('---') && end !== -1 ? text.slice(text.indexOf('\n') + 1, end) : undefined
}

function toLifecycle({ title, permalink, category, identifiers, releases }: Product): ProductLifecycle {
  const named = (kind: string): readonly string[] => [
    ...new Set(
      (identifiers ?? []).flatMap((each) =>
        isObject(each) && typeof each[kind] === 'string' ? plainText(each[kind]) : [],
      ),
    ),
  ]
  const cycles = new Map(releases.map((release) => [plainText(release.releaseCycle), toCycle(release)]))
  return {
    product: permalink.slice(1),
    title: plainText(title),
    category: plainText(category ?? '').slice(0, textChars),
    purls: named('purl'),
    cpes: named('cpe'),
    cycles: [...cycles.values()],
  }
}

function toCycle(release: Release): ReleaseCycle {
  const label = toText(release.releaseLabel)
  const latest = toText(release.latest)
  const releasedOn = toDay(release.releaseDate)
  const [activeSupport, securitySupport, extendedSupport] = [release.eoas, release.eol, release.eoes].map(toEnd)
  return {
    cycle: plainText(release.releaseCycle),
    ...(label !== undefined && { label }),
    ...(releasedOn !== undefined && { releasedOn }),
    isLongTerm: typeof release.lts === 'string' && release.lts !== 'false',
    ...(activeSupport && { activeSupport }),
    ...(securitySupport && { securitySupport }),
    ...(extendedSupport && { extendedSupport }),
    ...(latest !== undefined && { latest }),
  }
}

/** `true` says that support has ended, `false` that no end is known. */
function toEnd(text: string | null | undefined): SupportEnd | undefined {
  if (text === 'true') return { is: 'ended' }
  if (text === 'false') return { is: 'open' }
  const day = toDay(text)
  return day === undefined ? undefined : { is: 'on', day }
}

function toDay(text: string | null | undefined): string | undefined {
  return typeof text === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(text) ? utcTime(text)?.slice(0, 10) : undefined
}

function toText(text: string | null | undefined): string | undefined {
  return typeof text === 'string' && text.trim() !== '' ? plainText(text).slice(0, textChars) : undefined
}
