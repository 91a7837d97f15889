/** Longer texts are seldom seen twice, and a hostile one would fill the memory. */
const mostChars = 120

/**
 * Remembers what was made of a text, for so many texts; then it begins anew. For pure functions whose arguments come again and again.
 */
export function memory<Made>(mostTexts: number): { readonly of: (text: string, make: () => Made) => Made } {
  const known = new Map<string, Made>()
  return {
    of: (text, make) => {
      const before = known.get(text)
      if (before !== undefined) return before
      const made = make()
      if (known.size >= mostTexts) known.clear()
      if (text.length <= mostChars) known.set(text, made)
      return made
    },
  }
}
