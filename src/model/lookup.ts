/**
 * A table that texts of a document are looked up in: `constructor` and `__proto__`, which every object of JavaScript has, are found only where
 * they are entries.
 */
export function lookup<T>(entries: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.freeze(Object.assign(Object.create(null) as Record<string, T>, entries))
}
