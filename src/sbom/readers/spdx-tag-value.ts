import type { Content } from '../content.ts'
import type { SbomReader } from '../reader.ts'
import { toSbom } from '../spdx/document.ts'
import { readTagValue } from '../spdx/tag-value.ts'

/** SPDX 2.2 and 2.3 as lines of `Tag: value`; 2.0 and 2.1 by the same rules, with a doubt. */
export const spdxTagValue = {
  id: 'spdx-tag-value',
  format: 'SPDX tag-value',
  source: 'https://spdx.github.io/spdx-spec/v2.3/',
  recognises,
  read: (reading, content) => {
    if (content.is !== 'text') return undefined
    const { fields, placeOf } = readTagValue(reading, content.text)
    return toSbom({ ...reading, placeOf }, fields, 'tag-value')
  },
} as const satisfies SbomReader

/** The head of the text is enough: the document's own tags come first (SPDX 2.3 §6). */
const headLength = 256 * 1024

/** Version 1 had neither SPDXIDs nor relationships; it is recognised elsewhere, and named. YAML has `spdxVersion`, in small letters. */
function recognises(content: Content): boolean {
  if (content.is !== 'text') return false
  const head = content.text.slice(0, headLength)
  if (/^[ \t]*SPDXVersion[ \t]*:[ \t]*SPDX-1/m.test(head)) return false
  if (/^[ \t]*["']?spdxVersion["']?[ \t]*:/m.test(head)) return false
  return /^[ \t]*(?:SPDXVersion|PackageName|DocumentNamespace)[ \t]*:/m.test(head)
}
