/**
 * Characters that move the cursor, turn the reading direction or show nothing: controls (C0, C1) but tab and line feed, bidirectional marks
 * and overrides, zero-width characters, line separators, tags, lone surrogates. Source: Unicode 17, general categories Cc, Cf, Cs, Zl, Zp.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const kept = new Set(['\t', '\n', '\r'])
/** Longer is no name; a page of one is read by nobody. */
const longestName = 300

/** Foreign text in which what could act or hide is written as `<U+202E>`. */
export function visible(text: string): string {
  return text.replace(unsafe, (character) => (kept.has(character) ? character : `<U+${hex(character)}>`))
}

/** A name in the same way, cut where it is longer than anybody reads. */
export function visibleName(name: string): string {
  return visible(name.length > longestName ? `${name.slice(0, longestName)}…` : name)
}

/** What is sent back letter by letter: it is made visible where it is shown. */
const sentBack = new Set(['site', 'ward', 'query', 'next', 'component', 'match', 'sets', 'anchors'])

/** An answer of the server with its texts made visible, except those that the pages send back. */
export function withVisibleTexts(value: unknown): unknown {
  if (typeof value === 'string') return visible(value)
  if (Array.isArray(value)) return value.map(withVisibleTexts)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, inner]) => [name, sentBack.has(name) ? inner : withVisibleTexts(inner)]),
  )
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
