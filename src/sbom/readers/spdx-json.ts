import type { Content } from '../content.ts'
import { isFields, own } from '../fields.ts'
import type { Fields } from '../fields.ts'
import type { SbomReader } from '../reader.ts'
import { toSbom } from '../spdx/document.ts'

/** SPDX 2.2 and 2.3 in JSON; 2.0 and 2.1 by the same rules, with a doubt. */
export const spdxJson = {
  id: 'spdx-json',
  format: 'SPDX JSON',
  source: 'https://spdx.github.io/spdx-spec/v2.3/',
  recognises: (content) => documentIn(content) !== undefined,
  read: (reading, content) => {
    const document = documentIn(content)
    return document && toSbom(reading, document, 'json')
  },
} as const satisfies SbomReader

/** The document itself, or the one that GitHub's dependency graph wraps as `{"sbom": {…}}`. */
function documentIn(content: Content): Fields | undefined {
  if (content.is !== 'json') return undefined
  if (isDocument(content.fields)) return content.fields
  const wrapped = own(content.fields, 'sbom')
  return isFields(wrapped) && isDocument(wrapped) ? wrapped : undefined
}

function isDocument(fields: Fields): boolean {
  const version = own(fields, 'spdxVersion')
  if (version !== undefined)
    return typeof version !== 'string' || /^\s*(?:SPDX-)?2/i.test(version) || own(fields, '@graph') === undefined
  return own(fields, 'SPDXID') !== undefined && !Object.hasOwn(fields, '@context')
}
