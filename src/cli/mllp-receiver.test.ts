import assert from 'node:assert/strict'
import { once } from 'node:events'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { test } from 'node:test'
import type { TestContext } from 'node:test'
import { setTimeout as delay } from 'node:timers/promises'
import { openMllp } from './mllp-receiver.ts'

const message = '\u000bMSH|x\r\u001c\r'

/** A receiver that answers each message with these bytes; tells how many it answered. */
async function receiver(t: TestContext, answer: Uint8Array): Promise<{ port: number; answered: () => number }> {
  const stop = new AbortController()
  const { port, messages } = await openMllp({ port: 0, host: '127.0.0.1', signal: stop.signal })
  let count = 0
  const serving = (async () => {
    for await (const each of messages) {
      count += 1
      each.answer(answer)
    }
  })()
  t.after(async () => {
    stop.abort()
    await serving
  })
  return { port, answered: () => count }
}

async function join(t: TestContext, port: number, localAddress: string): Promise<Socket> {
  const socket = connect({ port, host: '127.0.0.1', localAddress })
  t.after(() => socket.destroy())
  socket.on('error', () => undefined)
  await once(socket, 'connect')
  return socket
}

test('who holds a thousand connections and says nothing keeps nobody else out, nor one that was there before', async (t) => {
  const { port } = await receiver(t, Buffer.from('answer'))
  const before = await join(t, port, '127.0.0.2')
  const hoarded = await Promise.all(Array.from({ length: 1000 }, async () => join(t, port, '127.0.0.3')))
  const after = await join(t, port, '127.0.0.4')
  for (const socket of [before, after]) {
    socket.write(message)
    assert.equal(String(((await once(socket, 'data')) as [Buffer])[0]), 'answer')
  }
  assert.ok(hoarded.filter(({ destroyed, readableEnded }) => !destroyed && !readableEnded).length <= 64)
})

test('who does not read the answers is not read either, so that they fill no memory', async (t) => {
  const { port, answered } = await receiver(t, Buffer.alloc(1024 * 1024))
  const socket = await join(t, port, '127.0.0.1')
  socket.pause()
  socket.write(message.repeat(2_000))
  let seen = -1
  while (seen !== answered()) {
    seen = answered()
    await delay(300)
  }
  assert.ok(seen < 100, `${seen} answers of a megabyte wait in memory`)
})
