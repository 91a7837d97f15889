import type { ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

/** One answer on its way, and the connection that it goes to. */
export interface AnswerSent {
  readonly raw: ServerResponse
  readonly socket: Socket
  readonly sizeBytes: number
}

/** Counts what lies in memory until its reader takes it. */
export type NoteAnswer = (answer: AnswerSent) => void

/**
 * Answers that nobody reads hold no more than so much together: beyond it the connection on which they have lain for longest is closed. An
 * answer that is the only one is never too large; streams are not counted, since they make no more than is read.
 */
export function openUnreadAnswers(mostBytes: number): NoteAnswer {
  /** Connections with something unread, the one that has had it for longest first. */
  const unread = new Map<Socket, number>()
  const known = new WeakSet<Socket>()
  let heldBytes = 0
  const change = (socket: Socket, bytes: number): void => {
    const left = (unread.get(socket) ?? 0) + bytes
    heldBytes += bytes
    if (left > 0) unread.set(socket, left)
    else unread.delete(socket)
  }
  return ({ raw, socket, sizeBytes }) => {
    if (socket.destroyed || sizeBytes === 0) return
    if (!known.has(socket)) socket.once('close', () => change(socket, -(unread.get(socket) ?? 0)))
    known.add(socket)
    change(socket, sizeBytes)
    raw.once('finish', () => (unread.has(socket) ? change(socket, -sizeBytes) : undefined))
    for (const [longest] of unread) {
      if (heldBytes <= mostBytes || heldBytes === sizeBytes) return
      change(longest, -(unread.get(longest) ?? 0))
      longest.destroy()
    }
  }
}
