/** The first `limit` of a list that is read as it is asked for; all of it without a limit. The rest is never read. */
export async function* firstOf<T>(all: AsyncIterable<T>, limit = Number.POSITIVE_INFINITY): AsyncGenerator<T> {
  let count = 0
  if (limit <= 0) return
  for await (const each of all) {
    yield each
    count += 1
    if (count >= limit) return
  }
}
