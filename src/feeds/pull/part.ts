import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { open, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { pipeline } from 'node:stream/promises'

/** What a server says of the state of a file, to be sent back to it. */
export interface Validators {
  readonly etag?: string
  readonly lastModified?: string
}

/** A download that is not whole yet: its bytes in `<file>.part`, what the server called them in `<file>.part.state`. */
export interface Part {
  readonly sizeBytes: number
  /** Undefined when the server gave nothing strong enough to continue by. */
  readonly validator: string | undefined
}

/** What is left of an earlier try. */
export async function openPart(path: string): Promise<Part> {
  const sizeBytes = await stat(`${path}.part`).then(
    (found) => found.size,
    () => 0,
  )
  const validator = await readFile(`${path}.part.state`, 'utf8').catch(() => '')
  return { sizeBytes, validator: validator === '' ? undefined : validator }
}

/** Begins a download anew. A weak ETag cannot be continued from (RFC 9110 §13.1.5), a date can. */
export async function startPart(path: string, { etag, lastModified }: Validators): Promise<void> {
  const isStrong = etag !== undefined && !etag.startsWith('W/')
  await writeFile(`${path}.part`, '')
  await writeFile(`${path}.part.state`, isStrong ? etag : (lastModified ?? ''))
}

export async function dropPart(path: string): Promise<void> {
  await rm(`${path}.part`, { force: true })
  await rm(`${path}.part.state`, { force: true })
}

/** Puts the whole download in place; whoever reads the folder sees the old file or the new one. */
export async function finishPart(path: string): Promise<void> {
  const file = await open(`${path}.part`, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(`${path}.part`, path)
  await rm(`${path}.part.state`, { force: true })
}

/** Hex SHA-256 of a file. */
export async function digestOf(path: string): Promise<string> {
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  return hash.digest('hex')
}
