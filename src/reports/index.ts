import type { Exporter } from './exporter.ts'
import { csv } from './exporters/csv.ts'
import { json } from './exporters/json.ts'
import { text } from './exporters/text.ts'

/** Every form an answer is written in. */
export { sayAdvisoryVerdict, sayWorkState } from './say-advisory.ts'
export const exporters = [text, json, csv] as const satisfies readonly Exporter[]
export type ExporterId = (typeof exporters)[number]['id']

export { toCsvLine } from './csv.ts'
export type { AnswerLists, Exporter, ExportOptions, Language, LineExample } from './exporter.ts'
export { sayAnswer, sayCare, sayDevice, sayFeedDate, sayModel, sayVersionSource, sayWhy } from './say-answer.ts'
export type { AnswerWords, SaidAnswer, SaidDevice, SaidFeedDate, SaidModel, SaidWhy } from './say-answer.ts'
export { renderFlaw } from './flaw-text.ts'
export { renderDiff } from './diff-text.ts'
export { sayDepth } from './say-depth.ts'
export { renderQuality } from './quality-text.ts'
export { sayMisses, sayQuality } from './say-quality.ts'
export { saySupport } from './say-support.ts'
export { sayDiff, sayFlawChange } from './say-diff.ts'
export { sayJob } from './say-job.ts'
export { sayStatement } from './say-statement.ts'
export { saySignature } from './say-signature.ts'
export { renderScan } from './scan-text.ts'
export type { ScannedSoftware } from './scan-text.ts'
export { visible, visibleJson } from './visible.ts'
