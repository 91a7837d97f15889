import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { Agent, request } from 'node:http'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { buffer } from 'node:stream/consumers'
import type { Dataset } from './dataset.ts'
import { peakOfProcess } from './memory.ts'

/** What a server answered. */
export interface Answered {
  readonly status: number
  readonly bytes: Buffer
}

/** The real server in a process of its own, asked over connections that are kept. */
export interface Served {
  /** Sends `GET /devices?limit=50` to `/api/v1`, the fleet being that of the organisation. Throws on any status but 2xx. */
  readonly send: (line: string, body?: Uint8Array) => Promise<Answered>
  /** The most memory that the server's process has held so far; undefined where the system does not tell. */
  readonly peakMb: () => Promise<number | undefined>
  readonly stop: () => Promise<void>
}

/** Starts `auscult serve` on a made-up nation, for one of its organisations. `folder` takes its token and files. */
export async function serveDataset(
  { server, database }: Dataset,
  organisation: string,
  folder: string,
): Promise<Served> {
  const program = join(import.meta.dirname, '..', 'bin', 'auscult.mjs')
  const child = spawn(
    process.execPath,
    [program, '--json', '--quiet', '--organisation', organisation, 'serve', '--port', '0'],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
      env: { DATABASE_URL: server.urlOf(database), AUSCULT_DATA_FOLDER: folder },
    },
  )
  const ended = once(child, 'exit')
  const { address } = JSON.parse(await firstLine(child.stdout)) as { readonly address: string }
  const { port } = new URL(address)
  const token = await readFile(join(folder, 'access-token'), 'utf8') // only the first start tells it
  const headers = { authorization: `Bearer ${token.trim()}` }
  const agent = new Agent({ keepAlive: true })
  const pid = child.pid ?? 0
  return {
    send: async (line, body) => {
      const [method = '', path = ''] = line.split(' ')
      const sent = request({ port, host: '127.0.0.1', method, path: `/api/v1${path}`, headers, agent })
      const answered = once(sent, 'response')
      sent.end(body)
      const [response] = await answered
      const answer = { status: Number(response.statusCode), bytes: await buffer(response) }
      if (answer.status < 200 || answer.status > 299)
        throw new Error(`${line}: ${answer.status} ${answer.bytes.toString('utf8').slice(0, 500)}`)
      return answer
    },
    peakMb: async () => peakOfProcess(pid),
    stop: async () => {
      agent.destroy()
      child.kill('SIGTERM')
      await ended
    },
  }
}

async function firstLine(stream: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface({ input: stream })) return line
  throw new Error('the server ended before it said where it listens')
}
