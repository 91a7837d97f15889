import { once } from 'node:events'
import { createServer } from 'node:net'
import type { AddressInfo, Server, Socket } from 'node:net'
import { MllpFrames } from '../flows/listening.ts'
import type { ReceivedMessage } from '../flows/listening.ts'
import { CommandError } from './failure.ts'

/** Engines hold their connection open between messages; a ward has few of them. */
const maxConnections = 64
const idleMs = 10 * 60_000
/** A message that has begun ends within this. */
const messageMs = 30_000

export interface MllpReceiver {
  readonly port: number
  /** One after the other, whoever they come from; ends with the signal. A message is answered before the next of its connection is read. */
  readonly messages: AsyncIterable<ReceivedMessage>
}

export interface MllpOptions {
  /** 0 takes any free one. */
  readonly port: number
  /** The address of this machine that it listens on. */
  readonly host: string
  readonly signal: AbortSignal
}

/** Listens for HL7 over MLLP. Throws a `CommandError` when it cannot. */
export async function openMllp({ port, host, signal }: MllpOptions): Promise<MllpReceiver> {
  const queue = new MessageQueue()
  /** The longest silent first. */
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    if (sockets.size > maxConnections) toGiveWay(sockets)?.destroy()
    socket.once('close', () => sockets.delete(socket))
    const onHeard = (): void => {
      if (sockets.delete(socket)) sockets.add(socket)
    }
    void serveSocket(socket, queue, onHeard)
  })
  await begin(server, port, host)
  signal.addEventListener(
    'abort',
    () => {
      server.close()
      queue.end()
      for (const socket of sockets) socket.destroySoon()
    },
    { once: true },
  )
  if (signal.aborted) queue.end()
  return { port: (server.address() as AddressInfo).port, messages: queue }
}

/** Who holds the most places gives up the one that was silent for longest, so that nobody keeps others out by holding all. */
function toGiveWay(sockets: ReadonlySet<Socket>): Socket | undefined {
  const held = Map.groupBy(sockets, ({ remoteAddress }) => remoteAddress)
  const [first, ...others] = held.values()
  return others.reduce((most, each) => (each.length > (most?.length ?? 0) ? each : most), first)?.[0]
}

async function begin(server: Server, port: number, host: string): Promise<void> {
  const failed = once(server, 'error').then(([error]) => Promise.reject(error as Error))
  server.listen(port, host)
  try {
    await Promise.race([once(server, 'listening'), failed])
  } catch (cause) {
    const code = (cause as NodeJS.ErrnoException).code
    const hint =
      code === 'EADDRINUSE'
        ? 'something listens there already; choose another port'
        : code === 'EADDRNOTAVAIL'
          ? 'this machine has no such address; name one that it has'
          : String(code ?? cause)
    throw new CommandError('usage', `HL7 cannot be received on ${host} port ${port}: ${hint}`, { cause })
  }
}

/** Reads one connection; what goes wrong with it ends it and nothing else. */
async function serveSocket(socket: Socket, queue: MessageQueue, onHeard: () => void): Promise<void> {
  const frames = new MllpFrames()
  const ip = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
  const port = socket.localPort ?? 0
  socket.setTimeout(idleMs, () => socket.destroy())
  const closed = new AbortController()
  socket.once('close', () => closed.abort())
  let patience: NodeJS.Timeout | undefined
  const give = async (bytes: Uint8Array | undefined): Promise<void> =>
    queue.give((done) => ({
      bytes,
      ip,
      port,
      answer: (answer) => {
        socket.write(answer)
        done()
      },
    }))
  try {
    for await (const chunk of socket) {
      onHeard()
      const { messages, is } = frames.take(chunk as Uint8Array)
      for (const message of messages) {
        await give(message)
        if (socket.writableNeedDrain) await once(socket, 'drain', { signal: closed.signal }) // whoever does not read answers is not read either
      }
      if (is === 'tooLong') {
        await give(undefined)
        break
      }
      if (is === 'between' || messages.length > 0) {
        clearTimeout(patience)
        patience = undefined
      }
      if (is === 'open') patience ??= setTimeout(() => socket.destroy(), messageMs)
    }
  } catch {
    // The other side went away in the middle; what it sent whole was taken.
  } finally {
    clearTimeout(patience)
    socket.destroySoon()
  }
}

type Made = (done: () => void) => ReceivedMessage

/** Messages of all connections in the order in which they came. Each connection has at most one in it. */
class MessageQueue implements AsyncIterable<ReceivedMessage> {
  private readonly waiting: ReceivedMessage[] = []
  private wake: (() => void) | undefined
  private isEnded = false

  /** Resolves once the message was answered, or will not be. */
  async give(make: Made): Promise<void> {
    if (this.isEnded) return
    await new Promise<void>((resolve) => {
      this.waiting.push(make(resolve))
      this.wake?.()
    })
  }

  /** What came before is still answered. */
  end(): void {
    this.isEnded = true
    this.wake?.()
  }

  async *[Symbol.asyncIterator](): AsyncGenerator<ReceivedMessage> {
    for (;;) {
      const message = this.waiting.shift()
      if (message !== undefined) yield message
      else if (this.isEnded) return
      else await new Promise<void>((resolve) => (this.wake = resolve))
    }
  }
}
