type Step<T> = IteratorResult<T> | 'late' | 'aborted'

/** Chunks as they come; undefined when so much time passed without one. Ends, without an error, when `signal` aborts. */
export async function* inTime<T>(
  chunks: AsyncIterable<T>,
  { flushMs, signal }: { readonly flushMs: number; readonly signal?: AbortSignal | undefined },
): AsyncGenerator<T | undefined> {
  const iterator = chunks[Symbol.asyncIterator]()
  let next: Promise<IteratorResult<T>> | undefined
  try {
    for (;;) {
      next ??= iterator.next()
      const step = await soon(next, flushMs, signal)
      if (step === 'aborted') return
      if (step === 'late') {
        yield undefined
        continue
      }
      next = undefined
      if (step.done === true) return
      yield step.value
    }
  } finally {
    // one that still waits for its next chunk would only end with it
    next?.catch(() => undefined)
    iterator.return?.().catch(() => undefined)
  }
}

/** The first of the three to happen; nothing is left behind on the signal, which may outlive millions of chunks. */
async function soon<T>(
  next: Promise<IteratorResult<T>>,
  flushMs: number,
  signal: AbortSignal | undefined,
): Promise<Step<T>> {
  if (signal?.aborted === true) return 'aborted'
  return new Promise<Step<T>>((resolve, reject) => {
    const forget = (): void => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', onAbort)
    }
    const settle = (step: Step<T>): void => {
      forget()
      resolve(step)
    }
    const onAbort = (): void => settle('aborted')
    const timer = setTimeout(() => settle('late'), flushMs)
    signal?.addEventListener('abort', onAbort)
    next.then(settle, (error: Error) => {
      forget()
      reject(error)
    })
  })
}
