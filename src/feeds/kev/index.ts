import type { Feed } from '../feed.ts'
import { urls } from './fetch.ts'
import { parse, recognises } from './parse.ts'

/** CISA's catalogue of known exploited vulnerabilities. */
export const kev = {
  id: 'kev',
  source: 'https://www.cisa.gov/known-exploited-vulnerabilities-catalog',
  urls,
  recognises,
  parse,
} as const satisfies Feed
