import type { Dirent } from 'node:fs'
import { readdir, realpath, stat } from 'node:fs/promises'
import { basename, extname, join, relative, sep } from 'node:path'
import { FeedError } from '../feed-error.ts'

const maxFolderDepth = 16
const maxFiles = 2_000_000
/** Files whose size is asked for at the same time. */
const atOnce = 64
const readExtensions = new Set(['.json', '.ndjson', '.jsonl', '.csv', '.md', '.gz', '.zip', '.zst'])

export interface Source {
  readonly path: string
  /** What messages call it: the path below the folder that was asked for. */
  readonly name: string
  readonly sizeBytes: number
}

export interface Sources {
  readonly files: readonly Source[]
  /** Names in the folder that are not read: another extension, or a link. */
  readonly skipped: readonly string[]
}

/** The file itself, or every readable file below a folder, in the order of their names. Links inside a folder are not followed out of it. */
export async function listSources(path: string): Promise<Sources> {
  try {
    const found = await stat(path)
    if (!found.isDirectory()) {
      return { files: [{ path, name: basename(path), sizeBytes: found.size }], skipped: [] }
    }
    const files: Source[] = []
    const skipped: string[] = []
    await walk({ root: await realpath(path), folder: await realpath(path), depth: 0, files, skipped })
    return { files, skipped }
  } catch (cause) {
    if (cause instanceof FeedError) throw cause
    throw unreadable(path, cause)
  }
}

/** The disk's own refusal, with its place. */
export function unreadable(place: string, cause: unknown): FeedError {
  const because = cause instanceof Error ? cause.message : String(cause)
  return new FeedError({
    code: 'unreadable',
    place,
    because,
    remedy: 'check that the path exists and that Auscult may read it',
    cause,
  })
}

interface Walk {
  readonly root: string
  readonly folder: string
  readonly depth: number
  readonly files: Source[]
  readonly skipped: string[]
}

async function walk(step: Walk): Promise<void> {
  if (step.depth > maxFolderDepth) throw tooMany(step.folder, `folders are nested deeper than ${maxFolderDepth}`)
  const entries = (await readdir(step.folder, { withFileTypes: true })).sort((a, b) => (a.name < b.name ? -1 : 1))
  for (let first = 0; first < entries.length; first += atOnce) {
    const some = entries.slice(first, first + atOnce)
    const found = await Promise.all(some.map(async (entry) => (entry.isDirectory() ? 'folder' : look(step, entry))))
    for (const [index, { name }] of some.entries()) {
      const path = join(step.folder, name)
      const what = found[index]
      if (what === 'folder' && name !== '.git') await walk({ ...step, folder: path, depth: step.depth + 1 })
      else if (what === 'folder' || what === undefined) step.skipped.push(relative(step.root, path))
      else step.files.push(what)
    }
    if (step.files.length > maxFiles) throw tooMany(step.root, `more than ${maxFiles} files`)
  }
}

/** Undefined for what is not read: another extension, or a link out of the folder. */
async function look(step: Walk, entry: Dirent): Promise<Source | undefined> {
  const path = join(step.folder, entry.name)
  if (!readExtensions.has(extname(path).toLowerCase())) return undefined
  const target = entry.isFile() ? path : await realpath(path).catch(() => undefined)
  if (target?.startsWith(step.root + sep) !== true) return undefined
  const found = await stat(target)
  return found.isFile() ? { path, name: relative(step.root, path), sizeBytes: found.size } : undefined
}

function tooMany(place: string, because: string): FeedError {
  return new FeedError({ code: 'tooLarge', place, because, remedy: 'import a folder that holds only the feed' })
}
