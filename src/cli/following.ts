import { hash } from 'node:crypto'
import { mkdir, open, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { hostname } from 'node:os'
import { basename, join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { fuseObservations, listen, takeObservations } from '../flows/listening.ts'
import { visible, visibleJson } from '../model/index.ts'
import { listInputs } from './files.ts'
import type { Asked, Into } from './hearing.ts'
import type { Session } from './session.ts'
import { tail } from './tail.ts'

/** How often folders are looked at for new files, and files for new lines. */
const lookMs = 5_000
const flushMs = 5_000
const fuseMs = 60_000
/** A file that is no text log, such as a capture, is read once nothing has been written to it for so long. */
const quietMs = 60_000
/** A log that is no longer written to is let go of: old ones lie about by the thousand. */
const idleMs = 600_000

/** Reads a file that is at its end; gives false when it cannot be read. */
export type ReadWhole = (file: string) => Promise<boolean>

/** How far each file was read, by its place on the disk: a name that was given to another file begins anew. */
interface Mark {
  readonly inode: number
  readonly offset: number
}

/** Reads on as the files of folders grow, are rotated and are added, until Ctrl-C. What was read is remembered: the next run goes on from there. */
export async function follow(
  session: Session,
  given: readonly string[],
  { asked, into, readWhole }: { readonly asked: Asked; readonly into: Into; readonly readWhole: ReadWhole },
): Promise<number> {
  const { signal, screen } = session
  const marks = await openMarks(session.dataFolder)
  const following = new Map<string, Promise<void>>()
  const counts = { observations: 0, flows: 0 }
  screen.remark('follows; Ctrl-C ends it, and the next run goes on from there')
  let fusedAt = Date.now()
  while (!signal.aborted) {
    for (const file of await listInputs(given)) {
      if (following.has(file)) continue
      const job = followOne(session, file, { asked, into, marks, counts, readWhole })
      if (job !== undefined)
        following.set(
          file,
          job.catch((error: unknown) => tellFailure(session, file, error)).finally(() => following.delete(file)),
        )
    }
    if (Date.now() - fusedAt >= fuseMs) {
      await fuse(into)
      fusedAt = Date.now()
    }
    await delay(lookMs, undefined, { signal }).catch(() => undefined)
  }
  await Promise.all(following.values())
  await fuse(into)
  await marks.save()
  await screen.answer([
    session.json
      ? `${visibleJson(counts)}\n`
      : `${counts.observations} observations and ${counts.flows} flows were added\n`,
  ])
  return 0
}

interface Following {
  readonly asked: Asked
  readonly into: Into
  readonly marks: Marks
  readonly counts: { observations: number; flows: number }
  readonly readWhole: ReadWhole
}

async function fuse({ store, organisation }: Into): Promise<void> {
  await fuseObservations(store, { organisationId: organisation.organisationId })
}

function tellFailure({ screen }: Session, file: string, error: unknown): void {
  screen.remark(`${visible(file)}: ${visible(error instanceof Error ? error.message : String(error))}; tried again`)
}

async function followOne(session: Session, file: string, following: Following): Promise<void> {
  const { marks, readWhole } = following
  const { ino, size, mtimeMs } = await stat(file)
  const mark = marks.of(file)
  const offset = mark?.inode === ino && mark.offset <= size ? mark.offset : 0
  if (offset === size) return // nothing new; an empty file is looked at again
  if (await isTextLog(file)) return followLog(session, file, { ...following, inode: ino, from: offset })
  if (Date.now() - mtimeMs < quietMs) return
  if (await readWhole(file)) await marks.set(file, { inode: ino, offset: size })
}

/** Zeek writes columns under a header, or JSON. */
async function isTextLog(file: string): Promise<boolean> {
  const handle = await open(file, 'r')
  try {
    const { buffer, bytesRead } = await handle.read(Buffer.alloc(16), 0, 16, 0)
    return bytesRead > 0 && /^[#{]/.test(buffer.toString('latin1', 0, bytesRead))
  } finally {
    await handle.close()
  }
}

async function followLog(
  session: Session,
  file: string,
  { asked, into, marks, counts, inode, from }: Following & { readonly inode: number; readonly from: number },
): Promise<void> {
  const { lines, taken } = tail(file, { from, pollMs: 1000, idleMs, signal: session.signal })
  let batches = 0
  await listen({
    bytes: lines,
    now: () => new Date(),
    signal: session.signal,
    flushMs,
    onBatch: async (batch) => {
      batches += 1
      if (batch.observations.length + batch.flows.length > 0) {
        const added = await takeObservations(into.store, {
          organisationId: into.organisation.organisationId,
          sensor: asked.sensor ?? hostname(),
          source: basename(file),
          batchId: `${inode}@${from} ${batches}`,
          batch,
          now: new Date(),
        })
        counts.observations += added.observations
        counts.flows += added.flows
      }
      await marks.set(file, { inode, offset: taken() })
    },
  })
}

interface Marks {
  readonly of: (file: string) => Mark | undefined
  readonly set: (file: string, mark: Mark) => Promise<void>
  readonly save: () => Promise<void>
}

const mostMarks = 100_000

/** Paths may name patients, so each is kept as its digest. */
function keyOf(file: string): string {
  return hash('sha256', file, 'hex').slice(0, 32)
}

/** Kept in the data folder, written anew beside the old one, so that a power cut leaves either. */
async function openMarks(dataFolder: string): Promise<Marks> {
  const path = join(dataFolder, 'followed.json')
  const marks = new Map(Object.entries(await readMarks(path)))
  let writing: Promise<void> = Promise.resolve()
  async function write(): Promise<void> {
    await mkdir(dataFolder, { recursive: true, mode: 0o700 })
    await writeFile(`${path}.new`, JSON.stringify(Object.fromEntries(marks)), { mode: 0o600 })
    await rename(`${path}.new`, path)
  }
  async function save(): Promise<void> {
    writing = writing.then(write, write)
    return writing
  }
  return {
    of: (file) => marks.get(keyOf(file)),
    async set(file, mark) {
      const key = keyOf(file)
      marks.delete(key)
      marks.set(key, mark)
      const [oldest] = marks.keys()
      if (marks.size > mostMarks && oldest !== undefined) marks.delete(oldest)
      await save()
    },
    save,
  }
}

async function readMarks(path: string): Promise<Record<string, Mark>> {
  const text = await readFile(path, 'utf8').catch(() => '{}')
  try {
    return JSON.parse(text) as Record<string, Mark>
  } catch {
    return {} // written by hand; everything is read again, and counts once where it can be told
  }
}
