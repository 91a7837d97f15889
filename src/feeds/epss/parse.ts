import type { FeedRecord, RawRecord } from '../feed.ts'
import { malformed } from '../place.ts'
import { take } from '../schema.ts'
import { utcTime } from '../text.ts'
import { score } from './schema.ts'

/** `CVE-2021-44228,0.94358,0.99965`; mirrors also write `;` */
const scoreLine = /^(CVE-[0-9]{4}-[0-9]{4,19})[,;]([0-9.eE+-]{1,32})[,;]([0-9.eE+-]{1,32})$/
const headerLine = /^cve[,;]epss[,;]percentile$/
const commentLine = /^#model_version:/

/** A line of scores, with or without the two lines that head the official file. */
export function recognises(raw: RawRecord): boolean {
  return raw.form === 'row' && [scoreLine, headerLine, commentLine].some((line) => line.test(raw.text))
}

/** One score; the comment gives the edition and the header nothing. Throws `FeedError` for any other line. */
export function parse(raw: RawRecord): FeedRecord | undefined {
  if (raw.form !== 'row') throw malformed(raw.at, 'it is JSON, not a line of scores')
  if (raw.at.record <= 2 && commentLine.test(raw.text)) return editionOf(raw.text)
  if (raw.at.record <= 2 && headerLine.test(raw.text)) return undefined
  const cells = scoreLine.exec(raw.text)
  if (cells === null) throw malformed(raw.at, `“${raw.text.slice(0, 80)}” is no line of CVE, probability, percentile`)
  const [, id, probability, percentile] = cells
  const prediction = { id, epssProbability: Number(probability), epssPercentile: Number(percentile) }
  return { is: 'prediction', prediction: take(score, prediction, raw.at) }
}

function editionOf(comment: string): FeedRecord | undefined {
  const publishedAt = utcTime(/score_date:([^,\s]+)/.exec(comment)?.[1])
  return publishedAt === undefined ? undefined : { is: 'edition', publishedAt }
}
