import { createHash } from 'node:crypto'
import { open, readFile, rm, statfs } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { FastifyRequest } from 'fastify'
import { newSpooledFile, pathInSpool, pathOfArriving, settleInSpool } from '../flows/index.ts'
import type { Spool, SpooledFile } from '../flows/index.ts'
import { StoreError } from '../store/index.ts'
import { ServerError } from './error.ts'
import { openGate } from './gate.ts'

/** An upload that has come in whole. */
export interface Received {
  readonly sizeBytes: number
  readonly sha256: string
  /** The first bytes, by which files are known. */
  readonly head: Uint8Array
  /** All of it, in memory. */
  readonly bytes: () => Promise<Uint8Array>
  /** Puts it on the disk, where it stays even if the power fails, and hands it over: it is a job's from then on, unless handing over throws. */
  readonly keep: <T>(handOver: (file: SpooledFile) => Promise<T>) => Promise<T>
  /** Gives back memory and disk that it took. */
  readonly end: () => Promise<void>
}

export interface ReceiveOptions {
  readonly limitBytes: number
  /** Where it goes as it comes; what memory has no room for goes to the disk in any case. */
  readonly to: 'memory' | 'disk'
}

/** Takes uploads in as they come. */
export type Receive = (request: FastifyRequest, options: ReceiveOptions) => Promise<Received>

/** All uploads together hold so much in memory while they come in. */
const MEMORY_BYTES = 32 * 1024 * 1024
/** What a client still sends after it was refused is read for so long, so that it can hear why. */
const LINGER_MS = 2_000

/** Uploads that come in at once; others wait with their bodies unread. */
const width = { atOnce: 1_000, waiting: 2_000, patienceMs: 60_000 }
/** What is left on the disk for the database, which may lie on the same. */
const RESERVED_BYTES = 64 * 1024 * 1024
const HEAD_BYTES = 4096
/** How often the disk is looked at. */
const LOOK_BYTES = 16 * 1024 * 1024

/** Tells how much room there is in a folder. */
export type FreeBytes = (folder: string) => Promise<number>

const freeBytesOf: FreeBytes = async (folder) => {
  const { bavail, bsize } = await statfs(folder)
  return bavail * bsize
}

/** Opens the receiver of one server. */
export function openReceiver(spool: Spool, freeBytes: FreeBytes = freeBytesOf): Receive {
  const place = { spool, freeBytes, memory: { heldBytes: 0 } }
  const gate = openGate(width)
  return async (request, options) => {
    refuseCoding(request)
    const leave = await gate.enter(goneSignal(request))
    const upload = new Upload(place, options)
    try {
      const claimed = Number(request.headers['content-length'] ?? 0)
      if (claimed > options.limitBytes) throw tooLarge(options.limitBytes)
      const chunks = request.raw.iterator({ destroyOnReturn: false }) as AsyncIterable<Buffer>
      for await (const chunk of chunks) await upload.take(chunk)
      return await upload.finish()
    } catch (error) {
      await upload.end()
      linger(request)
      throw request.raw.errored === null ? error : brokenOff(request.raw.errored)
    } finally {
      leave()
    }
  }
}

/** Where uploads go. */
interface Place {
  readonly spool: Spool
  readonly freeBytes: FreeBytes
  readonly memory: { heldBytes: number }
}

class Upload {
  readonly #place: Place
  readonly #options: ReceiveOptions
  readonly #digest = createHash('sha256')
  readonly #name = newSpooledFile()
  #head = Buffer.alloc(0)
  #chunks: Buffer[] = []
  #heldBytes = 0
  #sizeBytes = 0
  #unlookedBytes = 0
  #file: FileHandle | undefined
  #isOnDisk = false
  #isSettled = false
  #isKept = false

  constructor(place: Place, options: ReceiveOptions) {
    this.#place = place
    this.#options = options
  }

  get #path(): string {
    return (this.#isSettled ? pathInSpool : pathOfArriving)(this.#place.spool, this.#name)
  }

  async take(chunk: Buffer): Promise<void> {
    const { limitBytes, to } = this.#options
    this.#sizeBytes += chunk.length
    if (this.#sizeBytes > limitBytes) throw tooLarge(limitBytes)
    this.#digest.update(chunk)
    if (this.#head.length < HEAD_BYTES)
      this.#head = Buffer.concat([this.#head, chunk.subarray(0, HEAD_BYTES - this.#head.length)])
    const hasRoom = to === 'memory' && !this.#isOnDisk && this.#place.memory.heldBytes + chunk.length <= MEMORY_BYTES
    if (!hasRoom) return this.#write(chunk)
    this.#chunks.push(chunk)
    this.#heldBytes += chunk.length
    this.#place.memory.heldBytes += chunk.length
  }

  /** Once a part is on the disk, all of it is. */
  async #write(chunk: Uint8Array): Promise<void> {
    const before = this.#chunks
    const addedBytes = this.#heldBytes + chunk.length
    await this.#onDisk(async () => {
      if (!this.#isOnDisk || this.#unlookedBytes > LOOK_BYTES) await this.#look(addedBytes)
      this.#isOnDisk = true
      this.#file ??= await open(this.#path, 'wx', 0o600)
      for (const each of [...before, chunk]) await this.#file.write(each)
    })
    this.#unlookedBytes += addedBytes
    this.#forgetMemory()
  }

  async #look(addedBytes: number): Promise<void> {
    const { spool, freeBytes } = this.#place
    this.#unlookedBytes = 0
    if ((await freeBytes(spool.folder)) < RESERVED_BYTES + addedBytes) throw diskFull(spool)
  }

  async finish(): Promise<Received> {
    await this.#onDisk(async () => this.#closeFile())
    return {
      sizeBytes: this.#sizeBytes,
      sha256: this.#digest.digest('hex'),
      head: this.#head,
      bytes: async () => (this.#isOnDisk ? readFile(this.#path) : Buffer.concat(this.#chunks, this.#sizeBytes)),
      keep: async (handOver) => this.#keep(handOver),
      end: async () => this.end(),
    }
  }

  async #keep<T>(handOver: (file: SpooledFile) => Promise<T>): Promise<T> {
    if (!this.#isOnDisk) {
      await this.#write(Buffer.alloc(0))
      await this.#onDisk(async () => this.#closeFile())
    }
    await this.#onDisk(async () => settleInSpool(this.#place.spool, this.#name))
    this.#isSettled = true
    await syncFolder(this.#place.spool.folder)
    const done = await handOver(this.#name)
    this.#isKept = true
    return done
  }

  async #closeFile(): Promise<void> {
    const file = this.#file
    this.#file = undefined
    try {
      await file?.sync()
    } finally {
      await file?.close()
    }
  }

  async end(): Promise<void> {
    this.#forgetMemory()
    await this.#file?.close().catch(() => undefined)
    if (this.#isOnDisk && !this.#isKept) await rm(this.#path, { force: true })
  }

  #forgetMemory(): void {
    this.#place.memory.heldBytes -= this.#heldBytes
    this.#heldBytes = 0
    this.#chunks = []
  }

  async #onDisk(work: () => Promise<void>): Promise<void> {
    await work().catch((cause: unknown) => {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
      throw code === 'ENOSPC' || code === 'EDQUOT' ? diskFull(this.#place.spool, cause) : cause
    })
  }
}

/** The name of a file is on the disk once its folder is. Not every system can say so; those keep names by themselves. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}

function diskFull({ folder }: Spool, cause?: unknown): StoreError {
  const words = `no space left to take the upload in at ${folder}: free some space, then send it again`
  return new StoreError('diskFull', words, { cause })
}

/** Aborts when the client went away while it waits. */
function goneSignal({ raw }: FastifyRequest): AbortSignal {
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  if (raw.destroyed) gone.abort()
  return gone.signal
}

/** A coding of the transfer would be another thing to unpack within limits; files may be packed as files. */
function refuseCoding({ headers }: FastifyRequest): void {
  const coding = headers['content-encoding']
  if (coding === undefined || coding.toLowerCase() === 'identity') return
  throw new ServerError('mediaTypeUnknown', 'send the body as it is, without Content-Encoding')
}

/** The rest of the body is read and dropped for a while; then the connection ends. */
function linger({ raw }: FastifyRequest): void {
  if (raw.complete || raw.destroyed) return
  raw.resume()
  setTimeout(() => (raw.complete ? undefined : raw.destroy()), LINGER_MS).unref()
}

function tooLarge(limitBytes: number): ServerError {
  const limit = `${Math.round(limitBytes / 1024 / 1024)} MB`
  const words =
    limitBytes === 0
      ? 'this address takes no body: send none'
      : `the body is larger than the ${limit} that this address takes`
  return new ServerError('bodyTooLarge', words)
}

function brokenOff(cause: Error): ServerError {
  return new ServerError('requestMalformed', 'the body broke off before its end: send it again', { cause })
}
