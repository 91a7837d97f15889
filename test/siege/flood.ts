import { Agent, get } from 'node:http'
import { addressOf } from '../chaos/served.ts'
import { Answers } from './attack.ts'
import type { Target } from './attack.ts'

const paths = ['/ask?q=CHAOS-1', '/ask?q=package-1', '/suggest?q=pack', '/devices?limit=50', '/health', '/nothing']

/** Very many requests, very many at once: each is answered, or told to come again. */
export async function flood({ place, token, requests, atOnce }: Target): Promise<Answers> {
  const answers = new Answers()
  const agent = new Agent({ keepAlive: true, maxSockets: atOnce })
  let sent = 0
  const work = async (): Promise<void> => {
    while (sent < requests) {
      const path = paths[sent % paths.length] ?? '/health'
      sent += 1
      const answer = await ask(agent, addressOf(place, path), sent % 10 === 0 ? 'wrong' : token)
      answers.note(answer, ['200', '401', '404', '408', '429', '503', 'closed while idle'].includes(answer), path)
    }
  }
  await Promise.all(Array.from({ length: atOnce }, work))
  agent.destroy()
  return answers
}

async function ask(agent: Agent, address: string, token: string): Promise<string> {
  return new Promise((resolve) => {
    const request = get(address, { agent, headers: { authorization: `Bearer ${token}` } }, (response) => {
      response.resume()
      response.on('end', () => resolve(String(response.statusCode)))
      response.on('error', () => resolve('closed'))
    })
    // an idle connection may be closed at the very moment it is used again
    request.on('error', () => resolve(request.reusedSocket ? 'closed while idle' : 'closed'))
  })
}
