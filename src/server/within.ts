/** What work gives, or something else when it takes longer; the work itself goes on. */
export async function withinOr<T, E>(limitMs: number, work: Promise<T>, otherwise: E): Promise<T | E> {
  const { promise, resolve } = Promise.withResolvers<E>()
  const timer = setTimeout(() => resolve(otherwise), limitMs)
  try {
    return await Promise.race([work, promise])
  } finally {
    clearTimeout(timer)
  }
}
