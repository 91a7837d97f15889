import { createHash } from 'node:crypto'
import parse from 'spdx-expression-parse'

/** True for an SPDX licence expression of listed licences and `LicenseRef-`, of this document alone. Source: SPDX 2.3 annex D. */
export function isLicenceExpression(text: string): boolean {
  return !text.includes('DocumentRef-') && parses(text)
}

/** True also when it names a licence of another document, as `DocumentRef-tool:LicenseRef-1`. */
export function isSpdxExpression(text: string): boolean {
  return parses(text)
}

/** True for an identifier of SPDX's list of licences, or of its list of exceptions, which CycloneDX counts among them. */
export function isListedLicence(text: string): boolean {
  return (
    /^[A-Za-z0-9][A-Za-z0-9.+-]*$/.test(text) &&
    !text.startsWith('LicenseRef-') &&
    (parses(text) || parses(`MIT WITH ${text}`))
  )
}

/** The licences of the document itself that an expression names, `LicenseRef-1`. */
export function licenceRefsIn(text: string): readonly string[] {
  return text.match(/(?<![A-Za-z0-9.:-])LicenseRef-[A-Za-z0-9.-]+/g) ?? []
}

const known = new Map<string, boolean>()
const mostKnown = 10_000

/** The longest expressions of distributions have some hundred names. */
const longest = 2_000

function parses(text: string): boolean {
  if (text.length > longest) return false
  const before = known.get(text)
  if (before !== undefined) return before
  const is = isParsed(text)
  if (known.size < mostKnown) known.set(text, is)
  return is
}

function isParsed(text: string): boolean {
  try {
    parse(text)
    return true
  } catch {
    return false
  }
}

/** One expression for all licences of a component, and the texts of those that are none, by the name they have in it. */
export function toLicenceExpression(licences: readonly string[]): {
  readonly expression: string
  readonly refs: ReadonlyMap<string, string>
} {
  const refs = new Map<string, string>()
  const parts = licences.map((text) => {
    if (isLicenceExpression(text)) {
      for (const [ref] of text.matchAll(/LicenseRef-[A-Za-z0-9.-]+/g)) if (!refs.has(ref)) refs.set(ref, ref)
      return licences.length > 1 && text.includes(' ') ? `(${text})` : text
    }
    const ref = `LicenseRef-auscult-${createHash('sha256').update(text).digest('hex').slice(0, 16)}`
    refs.set(ref, text)
    return ref
  })
  return { expression: parts.join(' AND '), refs }
}
