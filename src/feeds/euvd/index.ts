import type { Feed } from '../feed.ts'
import { urls } from './fetch.ts'
import { parse, recognises } from './parse.ts'

/** ENISA's European vulnerability database: its own numbers for CVEs, products, and what is known to be exploited. */
export const euvd = {
  id: 'euvd',
  source: 'https://euvd.enisa.europa.eu/apidoc',
  urls,
  recognises,
  parse,
} as const satisfies Feed
