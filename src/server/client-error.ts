import { STATUS_CODES } from 'node:http'
import type { Socket } from 'node:net'
import { randomUUID } from 'node:crypto'
import { ServerError } from './error.ts'
import type { RefusalCode } from './error.ts'
import { toProblem } from './problem.ts'

/** Answers what is no request at all, as far as it still can, and hangs up: such a connection cannot be read on. */
export function refuseClient(error: Error & { readonly code?: string }, socket: Socket): void {
  if (error.code === 'ECONNRESET' || !socket.writable) {
    socket.destroy()
    return
  }
  const { status, body } = toProblem(toServerError(error.code), randomUUID())
  const text = JSON.stringify(body)
  const lines = [
    `HTTP/1.1 ${status} ${STATUS_CODES[status] ?? ''}`,
    'content-type: application/problem+json',
    `content-length: ${Buffer.byteLength(text)}`,
    'x-content-type-options: nosniff',
    'connection: close',
  ]
  socket.end(`${lines.join('\r\n')}\r\n\r\n${text}`)
  socket.destroySoon()
}

const refusals: Readonly<Record<string, readonly [RefusalCode, string]>> = {
  ERR_HTTP_REQUEST_TIMEOUT: ['requestTooSlow', 'the request did not arrive in time: send it again, faster'],
  HPE_HEADER_OVERFLOW: ['headersTooLarge', 'address and headers together are too large: ask for less at once'],
}

function toServerError(code = ''): ServerError {
  const [refusal, words] = refusals[code] ?? ['requestMalformed' as const, 'this is no request of HTTP/1.1']
  return new ServerError(refusal, words)
}
