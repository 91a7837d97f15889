import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TestContext } from 'node:test'
import type { FeedRecord, RawRecord } from './feed.ts'
import { feeds } from './index.ts'
import { openFeed } from './read-feed.ts'

/** A folder of the test's own, gone after it. */
export function scratchFolder(t: TestContext): string {
  const folder = mkdtempSync(join(tmpdir(), 'auscult-feeds-'))
  t.after(() => rmSync(folder, { recursive: true }))
  return folder
}

/** A file of the test's own. */
export function scratchFile(t: TestContext, name: string, content: string | Uint8Array): string {
  const path = join(scratchFolder(t), name)
  writeFileSync(path, content)
  return path
}

/** All records of a file or folder, of whichever feed it is. */
export async function readAll(path: string): Promise<readonly FeedRecord[]> {
  const { records } = await openFeed({ path, feeds })
  return await Array.fromAsync(records)
}

/** A JSON record as it stands alone in a file. */
export function rawJson(value: unknown): RawRecord {
  return { form: 'json', value, at: { file: 'test.json', record: 1, byte: 0 } }
}
