import type { Feed } from '../feed.ts'
import { urls } from './fetch.ts'
import { parse, recognises } from './parse.ts'

/** The CVE List: what the numbering authorities themselves say is affected, and CISA's assessment (also as "vulnrichment"). */
export const cve = {
  id: 'cve',
  source: 'https://github.com/CVEProject/cve-schema/blob/main/schema/CVE_Record_Format.json',
  urls,
  recognises,
  parse,
} as const satisfies Feed
