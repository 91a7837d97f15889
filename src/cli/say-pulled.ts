import { visible } from '../flows/index.ts'
import type { ProviderPulled } from '../flows/index.ts'

const shown = 20

/** What came of a pull from a CSAF provider, in lines. */
export function* sayPulled(pulled: ProviderPulled): Generator<string> {
  const { name, provider, listed, records, changed, rejected, left, keys, isFirstUse, unsigned, problems } = pulled
  yield `${visible(name)} (${visible(provider)}): ${listed} documents listed, ${records} taken, ${changed} changed\n`
  if (keys.length === 0) yield '  the provider signs nothing: only hashes, where there are any, were checked\n'
  for (const key of keys)
    yield `  key ${key}${isFirstUse ? ', believed since this is the first pull: compare it with what the provider says by another way' : ''}\n`
  if (unsigned > 0 && keys.length > 0) yield `  ${unsigned} were not signed\n`
  for (const problem of problems.slice(0, shown)) yield `  ${visible(problem, 500)}\n`
  if (rejected.length > 0)
    yield `${rejected.length} rejected; they were not read, and are tried again at the next pull:\n`
  for (const { url, because, detail } of rejected.slice(0, shown))
    yield `  ${visible(url)}: ${because}: ${visible(detail, 500)}\n`
  if (rejected.length > shown) yield `  … and ${rejected.length - shown} more: --json lists them\n`
  if (left > 0) yield `${left} were not fetched, since the provider refused too often; pull again later\n`
}
