import type { Feed } from '../feed.ts'
import { urls } from './fetch.ts'
import { parse, recognises } from './parse.ts'

/** The National Vulnerability Database: every CVE, with the products that NIST recorded for it. */
export const nvd = {
  id: 'nvd',
  source: 'https://nvd.nist.gov/developers/vulnerabilities',
  urls,
  recognises,
  parse,
} as const satisfies Feed
