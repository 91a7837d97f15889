import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Compile } from 'typebox/compile'
import { FeedError } from '../feed-error.ts'
import { maybe } from '../schema.ts'
import { utcTime } from '../text.ts'
import { get, readJson } from './get.ts'
import { maxDocuments, maxIndexBytes, maxPages } from './limits.ts'
import type { ProviderMetadata } from './metadata.ts'
import type { ListedDocument, Reach } from './provider.ts'

/** What a provider lists, each document once with its latest date, and what could not be read of its indexes. */
export interface Listed {
  readonly documents: readonly ListedDocument[]
  readonly problems: readonly string[]
}

/** Reads the indexes of a provider: its ROLIE feeds where it has any, else its directories (CSAF 2.0 §7.1.11–17). Only TLP:WHITE and CLEAR are open. */
export async function listDocuments({ distributions = [] }: ProviderMetadata, reach: Reach): Promise<Listed> {
  const feeds = distributions.flatMap(({ rolie }) => rolie?.feeds ?? [])
  const open = feeds.filter(({ tlp_label: label = 'WHITE' }) =>
    ['WHITE', 'CLEAR', 'UNLABELED'].includes(label.toUpperCase()),
  )
  const directories = distributions.flatMap(({ directory_url: url }) => url ?? [])
  const documents = new Map<string, ListedDocument>()
  const problems: string[] = []
  if (feeds.length > open.length)
    problems.push(`${feeds.length - open.length} feeds are not for everybody (TLP) and were left out`)
  for (const { url } of open) await take(url, rolieFeed(url, reach))
  if (open.length === 0) for (const url of new Set(directories)) await take(url, directory(url, reach))
  if (open.length === 0 && directories.length === 0)
    problems.push('the provider names neither ROLIE feeds nor directories')
  return { documents: [...documents.values()], problems }

  async function take(place: string, listed: AsyncGenerator<ListedDocument>): Promise<void> {
    try {
      for await (const each of listed) {
        const before = documents.get(each.url)
        if (before === undefined || (each.releasedAt ?? '') > (before.releasedAt ?? '')) documents.set(each.url, each)
        if (documents.size > maxDocuments) throw tooMany(place)
      }
    } catch (error) {
      reach.signal?.throwIfAborted()
      if (!(error instanceof FeedError)) throw error
      problems.push(error.message)
    }
  }
}

/* What Auscult takes from a ROLIE feed. Source: CSAF 2.0 §7.1.15, RFC 8322. */
const Link = Type.Object({ rel: maybe(Type.String()), href: Type.String({ maxLength: 2000 }) })
const Rolie = Type.Object({
  feed: Type.Object({ link: maybe(Type.Array(Link)), entry: maybe(Type.Array(Type.Unknown())) }),
})
const rolie = Compile(Rolie)
const Entry = Type.Object({
  updated: maybe(Type.String()),
  published: maybe(Type.String()),
  link: maybe(Type.Array(Link)),
  content: Type.Object({ src: Type.String({ maxLength: 2000 }) }),
})
const entrySchema = Compile(Entry)

async function* rolieFeed(first: string, reach: Reach): AsyncGenerator<ListedDocument> {
  const seen = new Set<string>()
  const wrong: string[] = []
  for (let url: string | undefined = first; url !== undefined && !seen.has(url);) {
    if (seen.size >= maxPages) throw tooMany(first)
    const page: string = url
    seen.add(page)
    const value = readJson(await present(page, reach), page)
    if (!rolie.Check(value)) throw malformed(page, 'it is no ROLIE feed')
    const { entry, link } = value.feed
    for (const each of entry ?? []) {
      const document = entrySchema.Check(each) ? toListed(each, page) : undefined
      if (document === undefined) wrong.push(JSON.stringify(each).slice(0, 100))
      else yield document
    }
    const next = (link ?? []).find(({ rel }) => rel === 'next')?.href
    url = next === undefined ? undefined : within(next, page)
  }
  throwWrong(first, wrong)
}

/** Links that name no relation are passed over: what they may mean stands beside the document by its name. */
function toListed(
  { content, link, updated, published }: Static<typeof Entry>,
  page: string,
): ListedDocument | undefined {
  const url = within(content.src, page)
  const hrefs = (rel: string): string[] =>
    (link ?? []).filter((each) => each.rel === rel).flatMap(({ href }) => within(href, page) ?? [])
  if (url === undefined) return undefined
  return {
    url,
    releasedAt: utcTime(updated ?? published ?? ''),
    hashUrls: hrefs('hash'),
    signatureUrl: hrefs('signature')[0],
  }
}

/** `changes.csv` tells path and date of each document; `index.txt` names what it may lack. */
async function* directory(url: string, reach: Reach): AsyncGenerator<ListedDocument> {
  const base = url.endsWith('/') ? url : `${url}/`
  const [changes, index] = await Promise.all(
    ['changes.csv', 'index.txt'].map(async (name) => get({ url: `${base}${name}`, maxBytes: maxIndexBytes }, reach)),
  )
  if (changes === 'absent' && index === 'absent') throw malformed(url, 'it has neither changes.csv nor index.txt')
  const dated = new Map<string, string | undefined>(linesOf(index).map((path) => [path, undefined]))
  for (const line of linesOf(changes)) {
    const [, path, date = ''] = /^"?([^",]{1,1000})"?\s*[,;]\s*"?([^",]{1,40})"?$/.exec(line) ?? []
    if (path !== undefined) dated.set(path, utcTime(date))
  }
  const wrong: string[] = []
  for (const [path, releasedAt] of dated) {
    if (!/\.json$/i.test(path)) continue
    const href = within(withoutOverlap(path, base), base)
    if (href?.startsWith(base) === true) yield { url: href, releasedAt, hashUrls: [], signatureUrl: undefined }
    else wrong.push(path)
  }
  throwWrong(url, wrong)
}

function linesOf(bytes: Uint8Array | 'absent' | undefined): string[] {
  if (bytes === undefined || bytes === 'absent') return []
  const lines = Buffer.from(bytes).toString('utf8').split(/\r?\n/)
  return lines.map((line) => line.trim()).filter((line) => line !== '' && line.length < 2000)
}

async function present(url: string, reach: Reach): Promise<Uint8Array> {
  const bytes = await get({ url, maxBytes: maxIndexBytes }, reach)
  if (bytes === 'absent') throw malformed(url, 'there is nothing')
  return bytes
}

function within(href: string, base: string): string | undefined {
  return URL.parse(href, base)?.href
}

/** Some providers write paths from further up (`white/2024/a.json` in the directory `white/`). */
function withoutOverlap(path: string, base: string): string {
  const folders = new URL(base).pathname.split('/').filter((part) => part !== '')
  const overlap = folders.map((_, from) => `${folders.slice(from).join('/')}/`).find((tail) => path.startsWith(tail))
  return overlap === undefined ? path : path.slice(overlap.length)
}

/** Told after all others were listed: a path of an index stays below its directory, and a source is an address. */
function throwWrong(place: string, wrong: readonly string[]): void {
  const [first] = wrong
  if (first !== undefined)
    throw malformed(
      place,
      `${wrong.length} of its documents lie outside of it or at no address, such as ${first.slice(0, 100)}`,
    )
}

function malformed(place: string, because: string): FeedError {
  return new FeedError({ code: 'malformed', place, because, remedy: 'tell the provider; its other indexes were read' })
}

function tooMany(place: string): FeedError {
  return new FeedError({
    code: 'tooLarge',
    place,
    because: `it has more than ${maxPages} pages or ${maxDocuments} documents`,
    remedy: 'import the documents from a folder',
  })
}
