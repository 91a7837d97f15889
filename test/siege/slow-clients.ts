import type { Socket } from 'node:net'
import { setTimeout as delay } from 'node:timers/promises'
import { Answers } from './attack.ts'
import type { Target } from './attack.ts'
import { connectRaw, headOf, statusOf } from './raw.ts'

const CLIENTS = 300
/** A server that still listens to a client as slow as these after so long lets itself be occupied. */
const PATIENCE_MS = 90_000
const STEP_MS = 1_000

/** Headers that come letter by letter and never end. */
export async function slowHeaders(target: Target): Promise<Answers> {
  const head = headOf(target, 'GET /api/v1/ask?q=log4j').slice(0, -2)
  return drip(target, (socket, step) => socket.write(step === 0 ? head : `x-${step}: y\r\n`))
}

/** Bodies that come byte by byte. */
export async function slowBodies(target: Target): Promise<Answers> {
  const head = headOf(target, 'POST /api/v1/sboms?maker=a&model=b&version=1', {
    'content-type': 'application/json',
    'content-length': '1000000',
  })
  return drip(target, (socket, step) => socket.write(step === 0 ? head : ' '))
}

async function drip(target: Target, write: (socket: Socket, step: number) => unknown): Promise<Answers> {
  const answers = new Answers()
  await Promise.all(
    Array.from({ length: CLIENTS }, async () => {
      const socket = connectRaw(target.place)
      const over = new AbortController()
      const dripping = (async () => {
        for (let step = 0; !over.signal.aborted; step += 1) {
          write(socket, step)
          await delay(STEP_MS)
        }
      })()
      const answer = await statusOf(socket, PATIENCE_MS)
      over.abort()
      await dripping
      answers.note(answer, ['408', '413', '429', '503', 'closed'].includes(answer), 'a slow client')
    }),
  )
  return answers
}

const uploads = [
  'POST /api/v1/sboms?maker=a&model=b&version=1',
  'POST /api/v1/asset-lists',
  'POST /api/v1/session',
  'POST /api/v1/rematches',
]
const CHUNK = 'x'.repeat(64 * 1024)
const MOST_CHUNKS = 4_000

/** Bodies larger than any limit, said so beforehand or not. */
export async function endlessBodies(target: Target): Promise<Answers> {
  const answers = new Answers()
  for (const line of uploads) {
    const said = connectRaw(target.place)
    said.write(headOf(target, line, { 'content-type': 'application/json', 'content-length': '10000000000' }))
    const told = await statusOf(said, PATIENCE_MS)
    answers.note(told, ['413', '415', 'closed'].includes(told), `${line} of 10 GB`)

    const unsaid = connectRaw(target.place)
    unsaid.write(headOf(target, line, { 'content-type': 'application/json', 'transfer-encoding': 'chunked' }))
    const answer = statusOf(unsaid, PATIENCE_MS)
    for (let chunk = 0; chunk < MOST_CHUNKS && !unsaid.destroyed; chunk += 1) {
      const isTaken = unsaid.write(`${CHUNK.length.toString(16)}\r\n${CHUNK}\r\n`)
      if (!isTaken) await Promise.race([new Promise((resolve) => unsaid.once('drain', resolve)), answer])
    }
    const cut = await answer
    answers.note(cut, ['400', '413', '415', 'closed'].includes(cut), `${line} without end`)
  }
  return answers
}

const READ_NEVER_MS = 5_000

/** Clients that ask for much and read nothing: answers must not pile up in memory. */
export async function unreadAnswers(target: Target): Promise<Answers> {
  const answers = new Answers()
  const lines = ['GET /api/v1/ask/export?q=package-1&format=json', 'GET /api/v1/events', 'GET /api/v1/openapi.json']
  const sockets = Array.from({ length: CLIENTS }, (_, index) => {
    const socket = connectRaw(target.place)
    socket.pause()
    socket.write(headOf(target, lines[index % lines.length] ?? '').repeat(20))
    return socket
  })
  await delay(READ_NEVER_MS)
  for (const socket of sockets) socket.destroy()
  answers.note('left unread', true, 'anything')
  return answers
}
