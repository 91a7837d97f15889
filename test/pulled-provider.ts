import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import type { TestContext } from 'node:test'
import { csafText, describeProvider, newSigner, publish, serveProvider } from './csaf-provider.ts'
import type { TestProvider } from './csaf-provider.ts'
import { scratchFolder } from '../src/feeds/testing.ts'
import { fetchDocuments, openProvider } from '../src/feeds/csaf-provider/pull-provider.ts'
import type { KnownProvider, OpenProvider } from '../src/feeds/csaf-provider/pull-provider.ts'
import type { PulledDocument, Reach } from '../src/feeds/csaf-provider/provider.ts'

/** Whose key the metadata names. */
export const signer = await newSigner()
/** Somebody whose key it does not name. */
export const impostor = await newSigner('Impostor')

/** The network as it is, private addresses too, without waiting. */
export function reachOf(more: Partial<Reach> = {}): Reach {
  const patience = { wait: async () => undefined, random: () => 0 }
  return { fetch, resolve: undefined, allowsPrivate: true, patience, now: () => new Date(), signal: undefined, ...more }
}

/** A provider that is asked for the first time. */
export const nothingKnown: KnownProvider = { pinned: [], acceptsChange: false, documents: [] }

/** A provider whose metadata, keys and lists are read. */
export async function open(url: string, known = nothingKnown, more: Partial<Reach> = {}): Promise<OpenProvider> {
  return openProvider(url, reachOf(more), async () => known)
}

/** Its documents that are wanted; none that is verified is empty. */
export async function pull(
  t: TestContext,
  provider: OpenProvider,
  more: Partial<Reach> = {},
): Promise<PulledDocument[]> {
  const folder = scratchFolder(t)
  const documents: PulledDocument[] = []
  for await (const each of fetchDocuments({ provider, reach: reachOf(more), folder })) {
    if (each.is === 'verified') assert.ok(readFileSync(each.path).length > 0)
    documents.push(each)
  }
  return documents
}

/** By file name, how each is verified or why it is rejected. */
export function say(documents: readonly PulledDocument[]): Record<string, string> {
  return Object.fromEntries(
    documents.map((each) => [
      each.url.split('/').at(-1) ?? '',
      each.is === 'verified' ? `${each.hash} ${each.signature.is}` : each.because,
    ]),
  )
}

/** A directory with `changes.csv` of these documents. */
export function listIn({ files }: TestProvider, dates: Readonly<Record<string, string>>): void {
  const names = Object.keys(dates)
  files.set('/white/index.txt', names.join('\n'))
  files.set('/white/changes.csv', names.map((name) => `"${name}","${dates[name]}"`).join('\n'))
}

/** A provider of two documents with hashes and signatures of `signer`. */
export async function trusted(t: TestContext): Promise<TestProvider> {
  const provider = await serveProvider(t)
  describeProvider(provider, { distributions: [{ directory_url: `${provider.url}/white/` }] }, [signer])
  listIn(provider, { '2031/a.json': '2031-01-02T00:00:00Z', '2031/b.json': '2031-01-01T00:00:00Z' })
  await publish(provider, '/white/2031/a.json', csafText('A', '2031-01-02T00:00:00Z'), signer)
  await publish(provider, '/white/2031/b.json', csafText('B', '2031-01-01T00:00:00Z'), signer)
  return provider
}

/** The address of its metadata. */
export const metadataOf = ({ url }: TestProvider): string => `${url}/.well-known/csaf/provider-metadata.json`
