import { createConnection } from 'node:net'
import type { Socket } from 'node:net'
import type { Place } from '../chaos/served.ts'

/** A connection that sends whatever it is told, well-formed or not. */
export function connectRaw({ port }: Place): Socket {
  const socket = createConnection(port, '127.0.0.1')
  socket.on('error', () => undefined)
  return socket
}

/** Head of a request as a browser or curl would write it. */
export function headOf(
  { place, token }: { place: Place; token: string },
  line: string,
  headers: Readonly<Record<string, string>> = {},
): string {
  const all = { host: `127.0.0.1:${place.port}`, authorization: `Bearer ${token}`, ...headers }
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}`)
  return `${[`${line} HTTP/1.1`, ...lines].join('\r\n')}\r\n\r\n`
}

/** What comes back on a connection until it is closed or quiet: the first status, or `closed`, or `silent` when nothing came in time. */
export async function statusOf(socket: Socket, limitMs: number): Promise<string> {
  return new Promise((resolve) => {
    let heard = ''
    const end = (answer: string): void => {
      clearTimeout(timer)
      socket.destroy()
      resolve(answer)
    }
    const timer = setTimeout(() => end('silent'), limitMs)
    socket.on('data', (chunk) => {
      heard = `${heard}${chunk.toString('latin1')}`.slice(0, 64)
      const status = /^HTTP\/1\.1 (\d{3})/.exec(heard)?.[1]
      if (status !== undefined && status !== '100') end(status)
      else if (status === '100') heard = ''
    })
    socket.on('close', () => end('closed'))
  })
}
