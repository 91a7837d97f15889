import type { Observation, ObservedFlow } from '../model/index.ts'
import { observeCapture } from './observe-capture.ts'
import type { Conversation, Protocol, Side, StreamProtocol } from './protocol.ts'
import type { SourceOptions, SourceProgress } from './source.ts'
import { inPieces } from './testing-packets.ts'

/** Everything that a capture told. */
export interface Told {
  readonly observations: readonly Observation[]
  readonly flows: readonly ObservedFlow[]
  readonly progress: SourceProgress
}

export interface ObserveGiven extends Partial<Omit<SourceOptions, 'protocols'>> {
  readonly protocols?: readonly Protocol[]
  /** How many bytes come at once. */
  readonly pieces?: number
}

/** Reads a capture; a protocol that throws fails the test. */
export async function observed(capture: Uint8Array, given: ObserveGiven = {}): Promise<Told> {
  const { protocols = [], pieces = 1 << 16, ...options } = given
  const observations: Observation[] = []
  const flows: ObservedFlow[] = []
  const faults: unknown[] = []
  let progress: SourceProgress | undefined
  const reading = observeCapture(inPieces(capture, pieces), {
    now: () => new Date(0),
    onFault: (_, error) => faults.push(error),
    ...options,
    protocols,
  })
  for await (const batch of reading) {
    observations.push(...batch.observations)
    flows.push(...batch.flows)
    progress = batch.progress
  }
  if (faults.length > 0) throw faults[0]
  if (progress === undefined) throw new Error('a source yields one batch at least')
  return { observations, flows, progress }
}

/** A stream protocol that knows streams which begin with `word`, and writes down all that it is given: text, and `[gap 3]`. */
export function recorder(word: string, wanted = Infinity): StreamProtocol & { readonly heard: Record<Side, string>[] } {
  const heard: Record<Side, string>[] = []
  const recognises = (bytes: Uint8Array): 'yes' | 'no' | 'more' => {
    const text = Buffer.from(bytes).toString('latin1')
    if (text.startsWith(word)) return 'yes'
    return word.startsWith(text) ? 'more' : 'no'
  }
  const begin = (): Conversation => {
    const said = { client: '', server: '' }
    heard.push(said)
    const add = (from: Side, text: string): 'more' | 'enough' => {
      said[from] += text
      return said.client.length + said.server.length >= wanted ? 'enough' : 'more'
    }
    return {
      take: (bytes, from) => add(from, Buffer.from(bytes).toString('latin1')),
      gap: (bytes, from) => add(from, `[gap ${bytes}]`),
      end: () => {
        said.client += '.'
        said.server += '.'
      },
    }
  }
  return {
    id: 'recorder',
    name: 'Recorder',
    source: 'none',
    secrecy: 'clear',
    over: 'stream',
    ports: [],
    recognises,
    begin,
    heard,
  }
}
