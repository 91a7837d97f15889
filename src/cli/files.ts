import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { CommandError } from './failure.ts'

/** Larger input is refused before it fills the memory; the readers have limits of their own below this. */
const maxInputBytes = 256 * 1024 * 1024
const chunkBytes = 256 * 1024
const maxFolderDepth = 8
const maxFolderFiles = 100_000

/** The bytes of a file, or of standard input for `-`. */
export async function readInput(path: string): Promise<Uint8Array> {
  const chunks: Uint8Array[] = []
  let length = 0
  try {
    for await (const chunk of openInput(path)) {
      chunks.push(chunk)
      length += chunk.length
      if (length > maxInputBytes) throw tooLarge(path)
    }
  } catch (error) {
    throw error instanceof CommandError ? error : notReadable(path, error)
  }
  return Buffer.concat(chunks, length)
}

/** The SHA-256 of a file, by which it is known again. */
export async function digestOf(path: string): Promise<string> {
  const digest = createHash('sha256')
  for await (const chunk of createReadStream(path, { highWaterMark: chunkBytes })) digest.update(chunk as Uint8Array)
  return digest.digest('hex')
}

/** A file's bytes as they come; `-` is standard input. */
function openInput(path: string): AsyncIterable<Uint8Array> {
  return (path === '-' ? process.stdin : createReadStream(path)) as AsyncIterable<Uint8Array>
}

/**
 * The paths themselves, and in the place of a folder every file below it, in the order of their names; hidden ones and links are left out. A folder
 * without any stands for itself, so that whoever reads it says so.
 */
export async function listInputs(paths: readonly string[]): Promise<string[]> {
  const files: string[] = []
  for (const path of paths) {
    const found = path === '-' ? undefined : await stat(path).catch(() => undefined)
    const before = files.length
    if (found?.isDirectory() === true) await addFolder(path, 0, files)
    if (files.length === before) files.push(path)
  }
  return files
}

async function addFolder(folder: string, depth: number, files: string[]): Promise<void> {
  if (depth > maxFolderDepth)
    throw new CommandError(
      'tooLarge',
      `${folder}: folders are nested deeper than ${maxFolderDepth}; name the inner one`,
    )
  const entries = await readdir(folder, { withFileTypes: true }).catch((error: unknown) => {
    throw notReadable(folder, error)
  })
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const path = join(folder, entry.name)
    if (entry.name.startsWith('.')) continue
    if (entry.isDirectory()) await addFolder(path, depth + 1, files)
    else if (entry.isFile()) files.push(path)
    if (files.length > maxFolderFiles)
      throw new CommandError('tooLarge', `${folder}: more than ${maxFolderFiles} files; name a smaller folder`)
  }
}

function tooLarge(path: string): CommandError {
  return new CommandError(
    'tooLarge',
    `${path} is larger than ${maxInputBytes / 1024 / 1024} MB; split it, or ask its maker for a smaller one`,
  )
}

function notReadable(path: string, cause: unknown): CommandError {
  return new CommandError('fileNotReadable', `${path} ${whyNotReadable(cause)}`, { cause })
}

function whyNotReadable(cause: unknown): string {
  if (!(cause instanceof Error)) return `cannot be read (${String(cause)}); check the path and its rights`
  if ('code' in cause && cause.code === 'ENOENT') return 'does not exist; check the path'
  if ('code' in cause && cause.code === 'EISDIR') return 'is a folder, and no file in it can be read here; name a file'
  return `cannot be read (${cause.message}); check the path and its rights`
}
