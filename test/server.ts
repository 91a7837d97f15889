import { request } from 'node:http'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { buffer } from 'node:stream/consumers'
import { startServer } from '../src/server/index.ts'
import type { Server, StartOptions } from '../src/server/index.ts'
import type { Store } from '../src/store/index.ts'

type Headers = Readonly<Record<string, string>>

/** What came back. */
export interface Answered {
  readonly status: number
  readonly headers: Readonly<Record<string, string | string[] | undefined>>
  readonly bytes: Buffer
  readonly text: string
  /** The body read as JSON; undefined when it is none. */
  readonly json: unknown
}

/** A server on a free port of this machine, asked over real connections. */
export interface TestServer extends Server {
  readonly port: number
  readonly token: string
  /** Sends `GET /devices`, to `/api/v1` with the token; headers given as '' are left out. */
  readonly ask: (line: string, headers?: Headers, body?: string | Uint8Array) => Promise<Answered>
  /** Sends to any path, without the token. */
  readonly send: (line: string, headers?: Headers, body?: string | Uint8Array) => Promise<Answered>
}

/** Starts a server that ends with the scope. The store ends by itself. */
export async function testServer(
  scope: { readonly after: (work: () => Promise<void>) => void },
  store: Store,
  more: Partial<StartOptions> = {},
): Promise<TestServer> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'auscult-server-'))
  const token = 'test-token'.padEnd(43, '0')
  const background = { fetch: async () => Promise.reject(new Error('nothing is fetched in a test')) }
  const usual = { store, dataFolder, token, background, port: 0, version: '0.0.0', fictional: false }
  const started = startServer({ ...usual, pageFolder: dataFolder, ...more })
  scope.after(async () => {
    const [outcome] = await Promise.allSettled([started])
    if (outcome.status === 'fulfilled') await outcome.value.close()
    await rm(dataFolder, { recursive: true, force: true })
  })
  const server = await started
  const port = Number(new URL(server.address).port)
  const send: TestServer['send'] = async (line, headers = {}, body) => {
    const [method = '', path = ''] = line.split(' ')
    return sendTo(port, { method, path, headers }, body)
  }
  const ask: TestServer['ask'] = async (line, headers, body) =>
    send(line.replace(' ', ' /api/v1'), { authorization: `Bearer ${token}`, ...headers }, body)
  return { ...server, port, token, send, ask }
}

async function sendTo(
  port: number,
  { method, path, headers }: { readonly method: string; readonly path: string; readonly headers: Headers },
  body: string | Uint8Array | undefined,
): Promise<Answered> {
  const given = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ''))
  return new Promise((resolve, reject) => {
    const sent = request({ port, host: '127.0.0.1', method, path, headers: given, agent: false }, (response) => {
      buffer(response).then(
        (bytes) =>
          resolve({
            status: response.statusCode ?? 0,
            headers: response.headers,
            bytes,
            text: bytes.toString('utf8'),
            json: readJson(bytes.toString('utf8')),
          }),
        reject,
      )
    })
    sent.on('error', reject)
    sent.end(body)
  })
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text) as unknown
  } catch {
    return undefined
  }
}
