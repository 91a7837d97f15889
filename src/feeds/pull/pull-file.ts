import { open, rm, stat, type FileHandle } from 'node:fs/promises'
import { unreadable } from '../containers/sources.ts'
import { FeedError } from '../feed-error.ts'
import { digestOf, dropPart, finishPart, openPart, startPart, type Validators } from './part.ts'
import type { Resolve } from '../private-address.ts'
import { ask, PassingFailure, reasonOf, refused, type Fetch } from './request.ts'
import { delayMs, type Patience } from './retry.ts'

const maxAttempts = 6
/** The largest file of any feed is OSV's archive of one ecosystem, below 1 GB. */
const maxFileBytes = 8 * 1024 ** 3
const stallTimeoutMs = 60_000

/** A file of a feed as it was when last fetched; to be kept and given back at the next pull. */
export interface PulledFile extends Validators {
  readonly url: string
  /** Path of the file in the folder of the pull. */
  readonly path: string
  readonly sizeBytes: number
  readonly sha256: string
  /** ISO 8601: when its content was last fetched or found unchanged. */
  readonly pulledAt: string
}

export interface PullFile {
  readonly url: string
  readonly path: string
  /** What the last pull gave for this address. */
  readonly before: PulledFile | undefined
  readonly fetch: Fetch
  readonly resolve?: Resolve
  readonly now: () => Date
  readonly patience: Patience
  readonly signal: AbortSignal | undefined
  readonly onBytes: (bytesRead: number, bytesTotal: number | undefined) => void
}

/** Fetches one file, or finds it unchanged. Tries six times, each from where the last one broke off. Throws `FeedError`. */
export async function pullFile(file: PullFile): Promise<PulledFile> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await tryOnce(file)
    } catch (cause) {
      file.signal?.throwIfAborted()
      if (cause instanceof FeedError) throw cause
      if (!(cause instanceof PassingFailure)) throw unreadable(file.path, cause)
      if (attempt === maxAttempts) throw exhausted(file.url, cause)
      await file.patience.wait(delayMs(attempt, cause.retryAfter, file.now(), file.patience.random), file.signal)
    }
  }
}

async function tryOnce(file: PullFile): Promise<PulledFile> {
  const { url, path, fetch, resolve, signal } = file
  const part = await openPart(path)
  const canContinue = part.sizeBytes > 0 && part.validator !== undefined
  const known = await unchangedCandidate(file)
  const headers = {
    'accept-encoding': 'identity',
    'user-agent': 'auscult',
    ...(canContinue ? continueHeaders(part.sizeBytes, part.validator ?? '') : conditionalHeaders(known)),
  }
  const response = await ask({ url, headers, fetch, resolve, signal })
  if (response.status === 304 && known !== undefined) return { ...known, pulledAt: file.now().toISOString() }
  if (response.status === 304 || response.status === 416) {
    await response.body?.cancel()
    await dropPart(path)
    throw new PassingFailure(`the server answers ${response.status} to a plain request`, null)
  }
  const start = response.status === 206 ? part.sizeBytes : 0
  if (response.status === 206) await checkContinues(response, file, start)
  const validators = validatorsOf(response)
  if (start === 0) await startPart(path, validators)
  await receive(response, file, start)
  return await put(file, validators)
}

/** The last pull's file, when it still lies there whole. */
async function unchangedCandidate({ path, before }: PullFile): Promise<PulledFile | undefined> {
  if (before === undefined || before.path !== path) return undefined
  const size = await stat(path).then(
    (found) => found.size,
    () => -1,
  )
  return size === before.sizeBytes ? before : undefined
}

function continueHeaders(from: number, validator: string): Record<string, string> {
  return { range: `bytes=${from}-`, 'if-range': validator }
}

function conditionalHeaders(known: PulledFile | undefined): Record<string, string> {
  return {
    ...(known?.etag !== undefined && { 'if-none-match': known.etag }),
    ...(known?.lastModified !== undefined && { 'if-modified-since': known.lastModified }),
  }
}

async function checkContinues(response: Response, { path }: PullFile, start: number): Promise<void> {
  const range = /^bytes (\d+)-/.exec(response.headers.get('content-range') ?? '')
  if (Number(range?.[1]) === start) return
  await response.body?.cancel()
  await dropPart(path)
  throw new PassingFailure('the server continues at another byte than asked', null)
}

function validatorsOf({ headers }: Response): Validators {
  const etag = headers.get('etag')
  const lastModified = headers.get('last-modified')
  return { ...(etag !== null && { etag }), ...(lastModified !== null && { lastModified }) }
}

/** Appends the body to the part. An end before the announced length is a failure that the next try continues from. */
async function receive(response: Response, file: PullFile, start: number): Promise<void> {
  const isEncoded = !['identity', ''].includes(response.headers.get('content-encoding') ?? '')
  const announced = response.headers.get('content-length')
  const total = announced === null || isEncoded ? undefined : start + Number(announced)
  if (total !== undefined && total > maxFileBytes) throw tooLarge(file.url)
  const output = await open(`${file.path}.part`, 'a')
  let size = start
  try {
    for await (const chunk of chunksOf(response)) {
      file.signal?.throwIfAborted()
      if (size === 0) refuseWebPage(response, file.url, chunk)
      size += chunk.length
      if (size > maxFileBytes) throw tooLarge(file.url)
      await append(output, chunk, file.path)
      file.onBytes(size, total)
    }
  } catch (cause) {
    if (cause instanceof FeedError || file.signal?.aborted === true) throw cause
    if (isEncoded) await dropPart(file.path)
    throw new PassingFailure(reasonOf(cause), null, { cause })
  } finally {
    await output.close()
  }
  if (total !== undefined && size < total)
    throw new PassingFailure(`the transfer ended at byte ${size} of ${total}`, null)
}

async function append(output: FileHandle, chunk: Uint8Array, path: string): Promise<void> {
  try {
    await output.appendFile(chunk)
  } catch (cause) {
    throw unreadable(path, cause)
  }
}

async function* chunksOf(response: Response): AsyncGenerator<Uint8Array> {
  const reader = response.body?.getReader()
  if (reader === undefined) return
  try {
    for (;;) {
      const { done, value } = await withinTime(reader.read())
      if (done) return
      yield value
    }
  } finally {
    await reader.cancel().catch(() => undefined) // what it tells was told by read()
  }
}

async function withinTime<T>(reading: Promise<T>): Promise<T> {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => {
    late.reject(new Error(`no byte came for ${stallTimeoutMs / 1000} s`))
  }, stallTimeoutMs)
  try {
    return await Promise.race([reading, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

/** Proxies answer 200 with their sign-in page; no feed is HTML. */
function refuseWebPage(response: Response, url: string, first: Uint8Array): void {
  const type = response.headers.get('content-type') ?? ''
  const text = Buffer.from(first.subarray(0, 256)).toString('latin1')
  if (!/text\/html/i.test(type) && !/^\s*<(?:!doctype html|html)/i.test(text)) return
  throw new FeedError({
    code: 'unknownFormat',
    place: url,
    because: 'a web page came instead of the feed, such as the sign-in page of a proxy',
    remedy: 'let Auscult through your proxy (HTTPS_PROXY), or import the feed from a file',
  })
}

async function put(file: PullFile, validators: Validators): Promise<PulledFile> {
  const { url, path } = file
  const { size } = await stat(`${path}.part`)
  if (size === 0) {
    await rm(`${path}.part`, { force: true })
    throw refused(url, 'the server sends nothing', 'try again later, or import the feed from a file')
  }
  const sha256 = await digestOf(`${path}.part`)
  await finishPart(path)
  return { url, path, sizeBytes: size, sha256, pulledAt: file.now().toISOString(), ...validators }
}

function exhausted(url: string, cause: PassingFailure): FeedError {
  const remedy = 'check the network and the proxy; what came is kept, and the next pull goes on from there'
  return refused(url, `${cause.message} (${maxAttempts} tries)`, remedy, cause)
}

function tooLarge(url: string): FeedError {
  return new FeedError({
    code: 'tooLarge',
    place: url,
    because: `it is larger than ${maxFileBytes / 1024 ** 3} GB`,
    remedy: 'no feed is; check the address',
  })
}
