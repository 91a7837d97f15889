import { isDigits, pushNumber, pushText } from './key.ts'

const END = 0
const NUMBER = 1
const WORD = 2

const identifiersPattern = /^[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*$/

/** Whether the text is a dot-separated list of identifiers in the sense of SemVer 2.0.0 §9, leading zeros forgiven. */
export function isIdentifiers(text: string): boolean {
  return identifiersPattern.test(text)
}

/** Appends a list in the order of SemVer 2.0.0 §11.4: numbers by value, before words in ASCII order; a shorter list first. '' is the empty list. */
export function pushIdentifiers(bytes: number[], text: string): void {
  if (text !== '') {
    for (const identifier of text.split('.')) {
      bytes.push(isDigits(identifier) ? NUMBER : WORD)
      if (isDigits(identifier)) pushNumber(bytes, identifier)
      else pushText(bytes, identifier)
    }
  }
  bytes.push(END)
}
