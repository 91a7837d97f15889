import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { createReadStream, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { once } from 'node:events'
import { pipeline } from 'node:stream/promises'
import { createZstdDecompress } from 'node:zlib'

const root = join(import.meta.dirname, '..', '..', 'shared', 'data')

/**
 * Why a test on the project's collected public data cannot run here, for `test(name, { skip })`; false when it can.
 * A newcomer has no such data and the test skips; under `AUSCULT_DATA=required` its absence fails instead.
 */
export function withoutSharedData(): string | false {
  if (existsSync(root)) return false
  if (process.env['AUSCULT_DATA'] === 'required') throw new Error(`AUSCULT_DATA=required, but there is no ${root}`)
  return 'needs the collected public data beside the repository (../shared/data)'
}

/** Path of a file that is stored as it is, such as `nvd/nvd-all.ndjson.zst`. */
export function sharedFile(path: string): string {
  return join(root, path)
}

/** Unpacks one archived set (`sboms`, `versions`, …) into a scratch folder, once per archive content, and returns its folder. */
export async function sharedSet(name: string): Promise<string> {
  const archive = join(root, `${name}.tar.zst`)
  const digest = createHash('sha256')
  await pipeline(createReadStream(archive), digest)
  const folder = join(tmpdir(), 'auscult-shared-data', `${name}-${digest.digest('hex').slice(0, 12)}`)
  if (!existsSync(folder)) await unpack(archive, folder)
  return join(folder, name)
}

async function unpack(archive: string, folder: string): Promise<void> {
  const partial = `${folder}.${process.pid}`
  mkdirSync(partial, { recursive: true })
  const tar = spawn('tar', ['-x', '-C', partial], { stdio: ['pipe', 'ignore', 'inherit'] })
  const ended = once(tar, 'close')
  // tar stops reading at the end mark of the archive, before its padding: what counts is how tar ends.
  await pipeline(createReadStream(archive), createZstdDecompress(), tar.stdin).catch(() => undefined)
  const [code] = await ended
  if (code !== 0) throw new Error(`tar ended with ${String(code)} on ${archive}`)
  try {
    renameSync(partial, folder)
  } catch (cause) {
    if (!existsSync(folder)) throw cause
    rmSync(partial, { recursive: true })
  }
}
