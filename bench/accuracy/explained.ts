import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Judged } from './accuracy-set.ts'

/** What somebody found out about one miss or false alarm. */
export interface Explanation {
  readonly set: string
  readonly subject: string
  readonly vulnerability: string
  /** `labelWrong`, `backport` …: the classes are told at the head of the table. */
  readonly class: string
  readonly because: string
}

/** `explained.tsv`: each miss and false alarm that was looked at, one a line, in our own words. Lines that begin with # are remarks. */
export function readExplanations(): Explanation[] {
  const text = readFileSync(join(import.meta.dirname, 'explained.tsv'), 'utf8')
  return text.split('\n').flatMap((line) => {
    if (line.trim() === '' || line.startsWith('#')) return []
    const [set, subject, vulnerability, kind, because] = line.split('\t')
    if (!set || !subject || !vulnerability || !kind || !because)
      throw new Error(`explained.tsv: "${line}" does not have five fields`)
    return [{ set, subject, vulnerability, class: kind, because }]
  })
}

/** True where label and answer disagree in a way that counts: missed, or a false alarm. */
export function isWrong({ truth, found }: Judged): boolean {
  return truth === 'affected' ? found === 'absent' : found === 'affected'
}

/** The explanation of a judged thing. `*` stands for any vulnerability. */
export function explanationOf(
  explanations: readonly Explanation[],
  set: string,
  { subject, vulnerability }: Judged,
): Explanation | undefined {
  return explanations.find(
    (each) =>
      each.set === set &&
      each.subject === subject &&
      (each.vulnerability === vulnerability || each.vulnerability === '*'),
  )
}
