import { verdicts } from '../../model/index.ts'
import type { Counts, Verdict } from '../../model/index.ts'
import type { Words } from '../words/words.ts'
import type { Paper } from './paper.ts'

const fills: Readonly<Record<Verdict, string>> = { affected: '█', unknown: '▓', notListed: '▒', notAffected: '░' }

/** One bar of the whole fleet: a stretch for each class, begun by its letter, so that it can be read without colour. */
export function drawBar(counts: Counts, names: Words['flawVerdicts'], { width, paint }: Paper): string {
  const cells = cellsOf(counts, width)
  return verdicts
    .flatMap((verdict) => {
      const length = cells[verdict]
      return length === 0 ? [] : [paint(verdict, `${names[verdict].letter}${fills[verdict].repeat(length - 1)}`)]
    })
    .join('')
}

/** Cells of each class; they add up to the width, and no class that holds a device vanishes. */
export function cellsOf(counts: Counts, width: number): Record<Verdict, number> {
  const total = verdicts.reduce((sum, verdict) => sum + counts[verdict], 0)
  const cells: Record<Verdict, number> = { affected: 0, unknown: 0, notListed: 0, notAffected: 0 }
  if (total === 0) return cells
  for (const verdict of verdicts) {
    if (counts[verdict] > 0) cells[verdict] = Math.max(1, Math.floor((counts[verdict] / total) * width))
  }
  const used = verdicts.reduce((sum, verdict) => sum + cells[verdict], 0)
  const [largest] = verdicts.toSorted((a, b) => counts[b] - counts[a])
  if (largest !== undefined) cells[largest] += width - used
  return cells
}
