/**
 * Where something stands: a text, or a key within another place. It is put into words only when a problem speaks of it,
 * since most never are: building each pointer took a third of the time of reading a document of 60 MB.
 */
export type Place = string | { readonly up: Place; readonly key: string | number }

/** Where `key` of the object at `place` stands. */
export function placeUnder(place: Place, key: string | number): Place {
  return { up: place, key }
}

/** Where objects stand whose lines are known. */
export function placesIn(lines: ReadonlyMap<object, number>): (fields: object) => string | undefined {
  return (fields) => {
    const line = lines.get(fields)
    return line === undefined ? undefined : `line ${line}`
  }
}

/** A place in words: a JSON pointer (RFC 6901), or the nearest line or row when the document has them. The middle of a long one is left out. */
export function tell(place: Place): string {
  const keys: string[] = []
  let at = place
  while (typeof at !== 'string') {
    keys.push(String(at.key).replaceAll('~', '~0').replaceAll('/', '~1'))
    at = at.up
  }
  if (at !== '' && !at.startsWith('/')) return at
  const pointer =
    keys.length === 0 && at === ''
      ? '/'
      : at +
        keys
          .map((key) => `/${key}`)
          .reverse()
          .join('')
  return pointer.length <= 400 ? pointer : `${pointer.slice(0, 200)} … ${pointer.slice(-190)}`
}
