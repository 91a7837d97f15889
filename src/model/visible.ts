/**
 * Characters that move the cursor, change colours, turn the reading direction or show nothing: controls (C0, C1), bidirectional
 * marks and overrides, zero-width characters, line separators, tags, lone surrogates. Source: Unicode 17, general categories Cc, Cf, Cs, Zl, Zp.
 */
const unsafe = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/gu
const longest = 300

/** Foreign text on one line, safe on a terminal: what could act or hide there is written as `<U+202E>`, and a long text is cut. */
export function visible(text: string, limit: number = longest): string {
  const cut = text.length > limit ? `${text.slice(0, limit)}…` : text
  return cut.replace(unsafe, (character) => `<U+${hex(character)}>`)
}

/** JSON in which the same characters are escapes, so that it is safe on a terminal and still the same value. */
export function visibleJson(value: unknown): string {
  return JSON.stringify(value).replace(unsafe, (character) => {
    const units = Array.from({ length: character.length }, (_, at) => character.charCodeAt(at))
    return units.map((unit) => `\\u${unit.toString(16).padStart(4, '0')}`).join('')
  })
}

function hex(character: string): string {
  return (character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')
}
