import type { Problem } from '../src/server/contract.ts'
import type { Asker } from './asker.ts'
import { withVisibleTexts } from './visible.ts'

/** Where the server's interface begins; pages and interface come from the same place. */
const root = '/api/v1'

/** What a request failed by. `code` is the server's, or `unreachable` when no answer came, or `unreadable` when it was none of ours. */
export class ApiError extends Error {
  override readonly name = 'ApiError'
  readonly problem: Problem
  /** Seconds after which the server wants to be asked again. */
  readonly retryAfter: number | undefined

  constructor(problem: Problem, retryAfter?: number) {
    super(problem.detail)
    this.problem = problem
    this.retryAfter = retryAfter
  }
}

/** Values of a query; those that are undefined are left out, those of a list are sent one by one. */
export type Query = Readonly<Record<string, string | number | readonly string[] | undefined>>

/** The address of a part of the interface, to be fetched or put into a link. */
export function addressOf(path: string, query: Query = {}): string {
  const set = Object.entries(query).flatMap(([name, value]) =>
    value === undefined ? [] : [value].flat().map((each) => [name, String(each)]),
  )
  const text = new URLSearchParams(set).toString()
  return text === '' ? `${root}${path}` : `${root}${path}?${text}`
}

/** Where an SBOM is had as it came. */
export function documentAddress(sbomId: number, { organisation }: Pick<Asker, 'organisation'>): string {
  return addressOf(`/sboms/${sbomId}/document`, { organisation })
}

/** Where a nomenclature is had in a format of one's choice: an SBOM by its number, or a model version as `model:7`. */
export function exportAddress(
  what: number | string,
  format: 'cyclonedx' | 'spdx',
  { organisation }: Pick<Asker, 'organisation'>,
): string {
  return addressOf('/sbom-export', { what, format, organisation })
}

/** Where what holds for a model version is had as a VEX document. */
export function vexAddress(modelVersionId: number, format: 'csaf' | 'cyclonedx' | 'openvex', asker: Asker): string {
  return addressOf(`/models/${modelVersionId}/vex`, { ...asker, format })
}

/** Reads JSON, its texts made visible. Throws an `ApiError` for every answer that is not a success, and when none comes. */
export async function read<T>(path: string, query: Query, signal: AbortSignal): Promise<T> {
  const response = await request(addressOf(path, query), { signal, headers: { accept: 'application/json' } })
  return jsonOf<T>(response)
}

async function jsonOf<T>(response: Response): Promise<T> {
  return withVisibleTexts(await response.json()) as T
}

/** Gives the token of the first start for a cookie that the browser keeps. Throws an `ApiError`. */
export async function signIn(token: string): Promise<void> {
  await request(addressOf('/session'), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ token }),
  })
}

/** Sends what a person says, and reads what came of it. Throws an `ApiError`. */
export async function send<T>(path: string, query: Query, body: object, method = 'POST'): Promise<T> {
  const response = await request(addressOf(path, query), {
    method,
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  return jsonOf<T>(response)
}

/** Sends a file as it is, and tells which fraction of it is on its way. Throws an `ApiError`. */
export async function sendFile<T>(
  path: string,
  query: Query,
  file: Blob,
  tell: (fraction: number) => void = () => {},
): Promise<T> {
  return jsonOf<T>(await answered(upload(addressOf(path, query), file, tell)))
}

/** Like `fetch`, which does not tell how much of a body has gone. */
async function upload(address: string, file: Blob, tell: (fraction: number) => void): Promise<Response> {
  return new Promise((resolve, reject) => {
    const sent = new XMLHttpRequest()
    sent.open('POST', address)
    sent.setRequestHeader('content-type', 'application/octet-stream')
    sent.upload.addEventListener('progress', ({ loaded, total }) => tell(loaded / Math.max(total, 1)))
    sent.addEventListener('load', () => {
      const retryAfter = sent.getResponseHeader('retry-after')
      const headers = retryAfter === null ? {} : { 'retry-after': retryAfter }
      resolve(new Response(sent.responseText, { status: sent.status, headers }))
    })
    sent.addEventListener('error', () => reject(new TypeError('the connection broke')))
    sent.send(file)
  })
}

/** Takes something back. Throws an `ApiError`. */
export async function takeBack(path: string, query: Query): Promise<void> {
  await request(addressOf(path, query), { method: 'DELETE' })
}

async function request(address: string, init: RequestInit): Promise<Response> {
  return answered(fetch(address, init))
}

async function answered(asked: Promise<Response>): Promise<Response> {
  const response = await asked.catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error
    throw new ApiError(problemOf('unreachable', 0, String(error)))
  })
  if (response.ok) return response
  throw new ApiError(await readProblem(response), secondsOf(response.headers.get('retry-after')))
}

async function readProblem(response: Response): Promise<Problem> {
  const text = await response.text()
  try {
    const problem = withVisibleTexts(JSON.parse(text)) as Partial<Problem>
    if (typeof problem.code === 'string' && typeof problem.detail === 'string') return problem as Problem
  } catch {
    // Not ours: something between browser and server answered.
  }
  return problemOf('unreadable', response.status, text.slice(0, 200))
}

function problemOf(code: string, status: number, detail: string): Problem {
  return { type: 'about:blank', title: code, status, code, detail }
}

/** Of `Retry-After` in its form of seconds, the one that Auscult sends. */
function secondsOf(header: string | null): number | undefined {
  return header !== null && /^\d{1,4}$/.test(header) ? Number(header) : undefined
}
