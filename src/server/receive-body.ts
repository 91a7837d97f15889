import { createHash } from 'node:crypto'
import { open, readFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import type { FastifyRequest } from 'fastify'
import { deleteSpooled, newSpooledFile, pathInSpool } from '../flows/index.ts'
import type { Spool, SpooledFile } from '../flows/index.ts'
import { StoreError } from '../store/index.ts'
import { ServerError } from './error.ts'

/** An upload that has come in whole. */
export interface Received {
  readonly sizeBytes: number
  readonly sha256: string
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

/** Opens the receiver of one server. */
export function openReceiver(spool: Spool): Receive {
  const memory = { heldBytes: 0 }
  return async (request, options) => {
    refuseCoding(request)
    const upload = new Upload(spool, memory, options)
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
    }
  }
}

class Upload {
  readonly #spool: Spool
  readonly #memory: { heldBytes: number }
  readonly #options: ReceiveOptions
  readonly #digest = createHash('sha256')
  readonly #name = newSpooledFile()
  #chunks: Buffer[] = []
  #heldBytes = 0
  #sizeBytes = 0
  #file: FileHandle | undefined
  #isOnDisk = false
  #isKept = false

  constructor(spool: Spool, memory: { heldBytes: number }, options: ReceiveOptions) {
    this.#spool = spool
    this.#memory = memory
    this.#options = options
  }

  async take(chunk: Buffer): Promise<void> {
    const { limitBytes, to } = this.#options
    this.#sizeBytes += chunk.length
    if (this.#sizeBytes > limitBytes) throw tooLarge(limitBytes)
    this.#digest.update(chunk)
    const hasRoom = to === 'memory' && !this.#isOnDisk && this.#memory.heldBytes + chunk.length <= MEMORY_BYTES
    if (!hasRoom) return this.#write(chunk)
    this.#chunks.push(chunk)
    this.#heldBytes += chunk.length
    this.#memory.heldBytes += chunk.length
  }

  /** Once a part is on the disk, all of it is. */
  async #write(chunk: Uint8Array): Promise<void> {
    await this.#onDisk(async () => {
      const before = this.#chunks
      this.#isOnDisk = true
      this.#file ??= await open(pathInSpool(this.#spool, this.#name), 'wx', 0o600)
      this.#forgetMemory()
      for (const each of [...before, chunk]) await this.#file.write(each)
    })
  }

  async finish(): Promise<Received> {
    await this.#onDisk(async () => this.#closeFile())
    return {
      sizeBytes: this.#sizeBytes,
      sha256: this.#digest.digest('hex'),
      bytes: async () =>
        this.#isOnDisk ? readFile(pathInSpool(this.#spool, this.#name)) : Buffer.concat(this.#chunks, this.#sizeBytes),
      keep: async (handOver) => this.#keep(handOver),
      end: async () => this.end(),
    }
  }

  async #keep<T>(handOver: (file: SpooledFile) => Promise<T>): Promise<T> {
    if (!this.#isOnDisk) {
      await this.#write(Buffer.alloc(0))
      await this.#onDisk(async () => this.#closeFile())
    }
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
    if (this.#isOnDisk && !this.#isKept) await deleteSpooled(this.#spool, this.#name)
  }

  #forgetMemory(): void {
    this.#memory.heldBytes -= this.#heldBytes
    this.#heldBytes = 0
    this.#chunks = []
  }

  async #onDisk(work: () => Promise<void>): Promise<void> {
    await work().catch((cause: unknown) => {
      const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
      if (code !== 'ENOSPC' && code !== 'EDQUOT') throw cause
      const words = `no space left to take the upload in at ${this.#spool.folder}: free some space, then send it again`
      throw new StoreError('diskFull', words, { cause })
    })
  }
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
