import type { Feed } from '../feed.ts'
import { urls } from './fetch.ts'
import { parse, recognises } from './parse.ts'

/** endoflife.date: how long the releases of products are supported. */
export const eol = {
  id: 'eol',
  source: 'https://github.com/endoflife-date/endoflife.date/blob/master/CONTRIBUTING.md',
  urls,
  recognises,
  parse,
} as const satisfies Feed
