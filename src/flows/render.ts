import type { Answer } from '../model/index.ts'
import { exporters } from '../reports/index.ts'
import type { ExporterId, ExportOptions } from '../reports/index.ts'

export { renderScan, visible, visibleJson } from '../reports/index.ts'
export type { ExportOptions, Language } from '../reports/index.ts'

/** An answer in one of its forms, piece by piece. */
export function renderAnswer(as: ExporterId, answer: Answer, options: ExportOptions): Iterable<string> {
  return (exporters.find(({ id }) => id === as) ?? exporters[0]).write(answer, options)
}
