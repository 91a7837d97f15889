import parse from 'spdx-expression-parse'
import { documentOf, eachOf, isEnglish, textIn } from './check.ts'
import type { Check } from './check.ts'

/** Expressions of real documents have a handful of names. */
const longest = 2_000
const part = /^(?:\(|\)|AND|OR|WITH|[A-Za-z0-9.-]+\+?|(?:LicenseRef|AdditionRef)-[A-Za-z0-9.-]+)$/

/** 6.1.54: a licence expression of SPDX 3.0.1, annex B, without `DocumentRef-`. */
export const licenceExpression: Check = {
  clause: '6.1.54',
  run: (root) => {
    const document = documentOf(root)
    const text = textIn(document.fields, 'license_expression')
    if (text === undefined || isExpression(text)) return []
    const message = `"${text.slice(0, 80)}" is no licence expression of SPDX`
    return [{ place: `${document.place}/license_expression`, message }]
  },
}

/** By its form alone, as the standard deems sufficient: lists of licences grow. */
function isExpression(text: string): boolean {
  if (text.length > longest || text.includes('DocumentRef-')) return false
  const words = text
    .replaceAll(/([()])/g, ' $1 ')
    .split(/\s+/)
    .filter((word) => word !== '')
  if (!words.every((word) => part.test(word))) return false
  if (words.some((word) => /^licenseref-/i.test(word) && !/^LicenseRef-[A-Za-z0-9.-]+$/.test(word))) return false
  try {
    // Every name becomes one that is listed, so that only the form is judged.
    parse(words.map((word, index) => (isName(word) ? standIn(words[index - 1]) : word)).join(' '))
    return true
  } catch {
    return false
  }
}

function isName(word: string): boolean {
  return !/^(?:\(|\)|AND|OR|WITH)$/.test(word)
}

function standIn(before: string | undefined): string {
  return before === 'WITH' ? 'Classpath-exception-2.0' : 'MIT'
}

/** 6.1.55: the text of a licence that no list has stands in exactly one note. */
export const licenceText: Check = {
  clause: '6.1.55',
  run: (root) => {
    const document = documentOf(root)
    const text = textIn(document.fields, 'license_expression') ?? ''
    if (!isEnglish(root) || !/LicenseRef-(?!scancode-)|AdditionRef-(?!scancode-)/.test(text)) return []
    const titled = eachOf(document, 'notes').filter(({ fields }) => textIn(fields, 'title') === 'License')
    const [note] = titled
    if (titled.length === 1 && note !== undefined && textIn(note.fields, 'category') === 'legal_disclaimer') return []
    const message =
      'a licence of its own has its text in exactly one note of category legal_disclaimer titled "License"'
    return [{ place: note?.place ?? `${document.place}/notes`, message }]
  },
}
