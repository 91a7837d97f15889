import { createHash } from 'node:crypto'
import { setTimeout as delay } from 'node:timers/promises'
import { send } from '../chaos/traffic.ts'
import { Answers } from './attack.ts'
import type { Target } from './attack.ts'
import { connectRaw, headOf, statusOf } from './raw.ts'

const LIMIT_MS = 60_000
const LISTENED_MS = 2_500

/** Listeners by the thousand: a few are taken, the others told to come again, and those who hang up leave their place. */
export async function listeners(target: Target): Promise<Answers> {
  const answers = new Answers()
  const sockets = Array.from({ length: target.atOnce }, () => {
    const socket = connectRaw(target.place)
    socket.write(headOf(target, 'GET /api/v1/events'))
    socket.once('data', (chunk) => {
      const answer = chunk.toString('latin1').slice(9, 12)
      answers.note(answer, ['200', '503'].includes(answer), 'a listener')
    })
    return socket
  })
  await delay(LISTENED_MS)
  for (const socket of sockets) socket.destroy()
  await delay(LISTENED_MS / 5)
  const socket = connectRaw(target.place)
  socket.write(headOf(target, 'GET /api/v1/events'))
  const after = await statusOf(socket, LIMIT_MS)
  answers.note(`${after} afterwards`, after === '200', 'a listener after the others have left')
  return answers
}

/** The same key from everywhere at once, and as many keys that differ: each is done once, or told to come again. */
export async function keyStorm(target: Target): Promise<Answers> {
  const answers = new Answers()
  const posts = Array.from({ length: target.atOnce }, async (_, index) => {
    const key = createHash('sha256')
      .update(`key ${index % 2 === 0 ? 0 : index}`)
      .digest('hex')
    const socket = connectRaw(target.place)
    socket.write(headOf(target, 'POST /api/v1/rematches', { 'content-length': '0', 'idempotency-key': key }))
    const answer = await statusOf(socket, LIMIT_MS)
    answers.note(answer, ['202', '409', '429', '503'].includes(answer), 'a key')
  })
  await Promise.all(posts)
  const jobs = await send(target, 'GET', '/jobs?limit=1', undefined, undefined)
  answers.note(`${jobs?.status ?? 'closed'} afterwards`, jobs?.status === 200, 'the list of jobs')
  return answers
}
