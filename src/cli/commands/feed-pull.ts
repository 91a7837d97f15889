import { InvalidArgumentError, Option } from 'commander'
import { join } from 'node:path'
import { FeedError, feeds, listAdvisoryProviders, pullFeed, pullProvider, rematch, visible } from '../../flows/index.ts'
import type { FeedId, FeedLoaded, ProviderPulled } from '../../flows/index.ts'
import { textOption, textsOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError, partly } from '../failure.ts'
import { openBar } from '../progress.ts'
import { lookUp, proxyFetch } from '../proxy-fetch.ts'
import { sayPulled } from '../say-pulled.ts'
import { withStore } from '../session.ts'
import type { Session } from '../session.ts'
import { endWithRematch, sayLoaded } from './feed-import.ts'

type Store = Parameters<typeof pullFeed>[0]
type Fetch = Parameters<typeof pullFeed>[1]['fetch']

/** `feed pull`: fetches what changed at the sources, then matches it. */
export const feedPullCommand: CommandDefinition = {
  name: 'feed pull',
  arguments: '[name...]',
  description: `fetches feeds from their servers, through the proxy of HTTPS_PROXY: ${feeds.map((feed) => feed.id).join(', ')}; all of them when none is named`,
  options: [
    new Option('--url <address>', 'fetches from there instead: a mirror, or one file; may be repeated').argParser(
      addUrl,
    ),
    new Option(
      '--provider <domain>',
      'for csaf: a maker or authority by its domain, or the address of its provider-metadata.json',
    ),
    new Option('--accept-keys', 'for --provider: believes keys that are new since the last pull'),
    new Option(
      '--allow-private',
      'for --provider: also fetches from private addresses, such as a mirror in the hospital',
    ),
  ],
  examples: [
    'auscult feed pull',
    'auscult feed pull kev epss',
    'auscult feed pull csaf --provider infusa.example',
    'auscult feed pull osv --url https://mirror.example/osv/PyPI.zip',
  ],
  run: async (session, given, options) => {
    const names = toFeeds(given)
    const urls = textsOption(options, 'url')
    if (textOption(options, 'provider') !== undefined && names.join() !== 'csaf')
      throw new CommandError('usage', '--provider belongs to csaf: "auscult feed pull csaf --provider infusa.example"')
    if (urls.length > 0 && names.length !== 1)
      throw new CommandError('usage', '--url belongs to one feed: name it, as in "auscult feed pull osv --url …"')
    const fetch = proxyFetch(session.proxies)
    return withStore(session, async (store) => {
      const loaded: FeedLoaded[] = []
      const providers: (ProviderPulled | 'failed')[] = []
      for (const feed of names) {
        if (feed === 'csaf' && urls.length === 0) providers.push(...(await pullProviders(session, store, options)))
        else loaded.push(...(await pullOne(session, store, { feed, fetch, urls })))
      }
      const pulled = providers.filter((each) => each !== 'failed')
      await endWithRematch(session, [...loaded, ...pulled], async () => rematch(store, 'stale'))
      return providers.length > pulled.length || pulled.some(isPartly) ? partly : 0
    })
  },
}

interface ProviderAsked {
  readonly provider: string
  readonly options: Readonly<Record<string, unknown>>
}

/** Pulls from one provider, and tells what came of it. */
async function pullOneProvider(
  session: Session,
  store: Store,
  { provider, options }: ProviderAsked,
): Promise<ProviderPulled> {
  const { screen, signal } = session
  const bar = openBar(screen, 'csaf')
  const pulled = await pullProvider(store, {
    provider,
    folder: join(session.dataFolder, 'feeds'),
    fetch: proxyFetch(session.proxies),
    resolve: lookUp(session.proxies),
    now: () => new Date(),
    allowsPrivate: options['allowPrivate'] === true,
    acceptsKeys: options['acceptKeys'] === true,
    signal,
    onProgress: ({ done, total }) => bar.show(done, total, 'documents'),
  }).finally(() => bar.end())
  if (!session.json) await screen.answer(sayPulled(pulled))
  return pulled
}

function isPartly({ rejected, left }: ProviderPulled): boolean {
  return rejected.length > 0 || left > 0
}

/** The provider that was named; without one those that were pulled before, of which one that cannot be reached does not stop the others. */
async function pullProviders(
  session: Session,
  store: Store,
  options: Readonly<Record<string, unknown>>,
): Promise<(ProviderPulled | 'failed')[]> {
  const named = textOption(options, 'provider')
  if (named !== undefined) return [await pullOneProvider(session, store, { provider: named, options })]
  const known = await listAdvisoryProviders(store)
  if (known.length === 0) session.screen.remark('csaf: no provider is known yet; name one by --provider')
  const pulled: (ProviderPulled | 'failed')[] = []
  for (const { url: provider } of known) {
    try {
      pulled.push(await pullOneProvider(session, store, { provider, options }))
    } catch (error) {
      if (!(error instanceof FeedError)) throw error
      session.screen.remark(visible(error.message, 1000))
      pulled.push('failed')
    }
  }
  return pulled
}

interface Pull {
  readonly feed: FeedId
  readonly fetch: Fetch
  readonly urls: readonly string[]
}

async function pullOne(session: Session, store: Store, { feed, fetch, urls }: Pull): Promise<FeedLoaded[]> {
  const { screen, signal } = session
  const bar = openBar(screen, feed)
  const loaded = await pullFeed(store, {
    feed,
    fetch,
    resolve: lookUp(session.proxies),
    signal,
    now: () => new Date(),
    folder: join(session.dataFolder, 'feeds'),
    ...(urls.length === 0 ? {} : { urls }),
    onDownload: ({ bytesRead, bytesTotal, file, files }) =>
      bar.show(bytesRead, bytesTotal, `fetching ${file} of ${files}`),
    onProgress: ({ bytesRead, bytesTotal, records }) => bar.show(bytesRead, bytesTotal, `${records} records`),
  }).finally(() => bar.end())
  if (!session.json) {
    await screen.answer(loaded.length === 0 ? [`${feed}: unchanged\n`] : loaded.map((each) => sayLoaded(feed, each)))
  }
  return loaded
}

function toFeeds(given: readonly string[]): FeedId[] {
  const known = feeds.map((feed) => feed.id)
  if (given.length === 0) return known
  return given.map((name) => {
    const feed = known.find((id) => id === name.toLowerCase())
    if (feed === undefined)
      throw new CommandError('usage', `no feed is named "${name.slice(0, 60)}"; there are ${known.join(', ')}`)
    return feed
  })
}

function addUrl(text: string, before: unknown): string[] {
  if (!URL.canParse(text)) throw new InvalidArgumentError('it is an address such as https://mirror.example/osv.zip.')
  return [...(Array.isArray(before) ? (before as string[]) : []), text]
}
