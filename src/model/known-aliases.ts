import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readAliases } from './alias.ts'
import type { AliasFact } from './alias.ts'

/** The tables that come with Auscult, each row with its source: what a person edits to teach every installation. */
const files = ['makers.tsv', 'products.tsv'] as const

/** The aliases that come with Auscult. They are a part of the program, read once as it starts, as its code is. */
export const knownAliases: readonly AliasFact[] = files.flatMap((file) => {
  const { aliases, problems } = readAliases(readFileSync(join(import.meta.dirname, 'aliases', file), 'utf8'))
  const [problem] = problems
  if (problem !== undefined) throw new Error(`aliases/${file}, line ${problem.line}: ${problem.message}`)
  return aliases
})
