import type { Feed } from '../feed.ts'
import { urls } from './fetch.ts'
import { parse, recognises } from './parse.ts'

/** Advisories of makers and coordinators in the Common Security Advisory Framework. */
export const csaf = {
  id: 'csaf',
  source: 'https://docs.oasis-open.org/csaf/csaf/v2.0/os/csaf-v2.0-os.html',
  urls,
  recognises,
  parse,
} as const satisfies Feed
