import type { Answer } from '../model/index.ts'
import { exporters } from '../reports/index.ts'
import type { ExporterId, ExportOptions } from '../reports/index.ts'
import type { Store } from '../store/index.ts'
import { toLists } from './answer-lists.ts'
import { answering } from './answering.ts'
import type { Outcome } from './answering.ts'
import { orThrow } from './ask.ts'
import type { AskOptions } from './answer-frame.ts'

export interface TellOptions extends AskOptions {
  readonly as: ExporterId
  readonly look: ExportOptions
}

/** An answer, and its document piece by piece. */
export interface ToldAnswer {
  readonly answer: Answer
  /** To be read while the answer is open: devices are read from the database as the reader takes them. */
  readonly pieces: AsyncIterable<string>
}

/** Answers a question and hands its document to `tell`, before whose end the transaction stays open. */
export async function tellAnswer<T>(
  store: Store,
  { as, look, ...options }: TellOptions,
  tell: (told: ToldAnswer) => Promise<T>,
): Promise<Outcome<T>> {
  const exporter = exporters.find(({ id }) => id === as) ?? exporters[0]
  return answering(store, options, async (open) => {
    const { answer } = await open.tell()
    return tell({ answer, pieces: exporter.write(answer, toLists(open), look) })
  })
}

const chunkChars = 64 * 1024

/**
 * The document of an answer as a stream; it begins when the answer stands, and holds a connection until it is read or cancelled: `signal`
 * ends it for a reader that is too slow. Throws `notUnderstood` and `stillMatching`.
 */
export async function exportAnswer(
  store: Store,
  { signal, ...options }: TellOptions & { readonly signal?: AbortSignal },
): Promise<ToldAnswer> {
  const { readable, writable } = new TransformStream<string, string>()
  const opened = Promise.withResolvers<Answer>()
  const written = tellAnswer(store, options, async ({ answer, pieces }) => {
    opened.resolve(answer)
    await ReadableStream.from(inChunks(pieces)).pipeTo(writable, signal === undefined ? {} : { signal })
  })
  written.then(orThrow).catch(opened.reject) // once it is open, the stream itself tells of what breaks it
  return { answer: await opened.promise, pieces: readable }
}

async function* inChunks(pieces: AsyncIterable<string>): AsyncGenerator<string> {
  let chunk = ''
  for await (const piece of pieces) {
    chunk += piece
    if (chunk.length < chunkChars) continue
    yield chunk
    chunk = ''
  }
  if (chunk !== '') yield chunk
}
