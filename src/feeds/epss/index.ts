import type { Feed } from '../feed.ts'
import { urls } from './fetch.ts'
import { parse, recognises } from './parse.ts'

/** FIRST's Exploit Prediction Scoring System. */
export const epss = {
  id: 'epss',
  source: 'https://www.first.org/epss/model',
  urls,
  recognises,
  parse,
} as const satisfies Feed
