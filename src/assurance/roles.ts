import { lookup } from '../model/index.ts'
import type { StatementRole } from '../model/index.ts'

/** CSAF `publisher.category`. Who found or translated something speaks for nobody's product. */
const categories = lookup<StatementRole>({
  vendor: 'maker',
  coordinator: 'coordinator',
  user: 'hospital',
})

/** The role that a document gives its author, where the words say one. */
export function roleOfText(text: string | undefined): StatementRole | undefined {
  if (text === undefined) return undefined
  const words = text.toLowerCase()
  const known = categories[words]
  if (known !== undefined) return known
  if (/\b(?:vendor|manufacturer|maker|fabricant)\b/.test(words)) return 'maker'
  if (/\b(?:coordinator|cert|csirt)\b/.test(words)) return 'coordinator'
  return /\bsupplier\b/.test(words) ? 'supplier' : undefined
}
