import { Option } from 'commander'
import { feeds, importFeed, rematch, visible, visibleJson } from '../../flows/index.ts'
import type { FeedImported, FeedLoaded } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { partly } from '../failure.ts'
import { openBar } from '../progress.ts'
import { withStore } from '../session.ts'
import type { Session } from '../session.ts'

/** `feed import FILE`: takes in feeds from files or folders, then matches what is new. */
export const feedImportCommand: CommandDefinition = {
  name: 'feed import',
  arguments: '<file-or-folder...>',
  description:
    'loads NVD, OSV, the CVE List, CSAF advisories, EUVD, KEV, EPSS or endoflife.date from files: .json, .ndjson, .csv, .md, plain or in .gz, .zip, .zst; recognised by content',
  options: [
    new Option('--feed <name>', 'the feed that it must be').choices(feeds.map((feed) => feed.id)),
    new Option('--accept-keys', 'believes keys of a CSAF provider that are new since the last import'),
  ],
  examples: ['auscult feed import nvdcve-2.0-2024.json.gz', 'auscult feed import osv/ --feed osv'],
  run: async (session, given, options) => {
    const feed = textOption(options, 'feed')
    return withStore(session, async (store) => {
      const loaded: (FeedImported & { path: string })[] = []
      for (const path of given) {
        const bar = openBar(session.screen, path)
        const result = await importFeed(store, {
          path,
          ...(feed === undefined ? {} : { feed }),
          now: () => new Date(),
          acceptsKeys: options['acceptKeys'] === true,
          signal: session.signal,
          onProgress: ({ bytesRead, bytesTotal, records }) => bar.show(bytesRead, bytesTotal, `${records} records`),
          onSkipped: (name) => session.screen.remark(`not read: ${visible(name)}`),
        }).finally(() => bar.end())
        loaded.push({ path, ...result })
        if (!session.json) await session.screen.answer([sayLoaded(path, result), ...sayVerified(result)])
      }
      await endWithRematch(session, loaded, async () => rematch(store, 'stale'))
      return loaded.some(({ verified }) => (verified?.rejected.length ?? 0) > 0) ? partly : 0
    })
  },
}

const shown = 20

/** What hashes and signatures beside the files said, in lines. */
function* sayVerified({ verified }: FeedImported): Generator<string> {
  if (verified === undefined) return
  const { checked, unknownKey, rejected, problems, keys } = verified
  yield `  ${checked} verified by hash or signature before they were read${keys.length === 0 ? '' : `, by the keys ${keys.join(', ')}`}\n`
  if (unknownKey > 0) yield `  ${unknownKey} are signed by keys that are not known here, and were read all the same\n`
  for (const problem of problems.slice(0, shown)) yield `  ${visible(problem, 500)}\n`
  if (rejected.length > 0) yield `  ${rejected.length} rejected and not read:\n`
  for (const { name, because, detail } of rejected.slice(0, shown))
    yield `    ${visible(name)}: ${because}: ${visible(detail, 500)}\n`
  if (rejected.length > shown) yield `    … and ${rejected.length - shown} more: --json lists them\n`
}

/** What one load did, as a line. */
export function sayLoaded(path: string, { feed, records, changed }: FeedLoaded): string {
  return `${visible(path)}: ${feed}, ${records} records, ${changed} changed\n`
}

/** Findings follow what was loaded; the numbers end the command's output. */
export async function endWithRematch(
  session: Session,
  loaded: readonly FeedLoaded[],
  match: () => Promise<{ readonly opened: number; readonly closed: number }>,
): Promise<void> {
  session.signal.throwIfAborted()
  if (session.screen.draws) session.screen.remark('matching …')
  const rematched = await match()
  if (session.json) await session.screen.answer([`${visibleJson({ feeds: loaded, rematch: rematched })}\n`])
  else await session.screen.answer([`matched: ${rematched.opened} new findings, ${rematched.closed} no longer hold\n`])
}
