import type { Feed } from '../feed.ts'
import { urls } from './fetch.ts'
import { parse, recognises } from './parse.ts'

/** Open Source Vulnerabilities: the advisories of language registries and distributions, in one form. */
export const osv = {
  id: 'osv',
  source: 'https://ossf.github.io/osv-schema/',
  urls,
  recognises,
  parse,
} as const satisfies Feed
