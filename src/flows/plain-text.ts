/** A text that people or programs gave, as PostgreSQL takes it: it holds no NUL and no half of a character. */
export function plainText(text: string): string {
  return text.toWellFormed().replaceAll('\0', ' ').trim()
}
