import { Type } from 'typebox'
import { Compile } from 'typebox/compile'

/** One line of scores. Source: https://www.first.org/epss/data_stats */
const Score = Type.Object({
  id: Type.String({ pattern: '^CVE-[0-9]{4}-[0-9]{4,19}$' }),
  epssProbability: Type.Number({ minimum: 0, maximum: 1 }),
  epssPercentile: Type.Number({ minimum: 0, maximum: 1 }),
})
export const score = Compile(Score)
