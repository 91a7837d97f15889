import type { SbomReader } from '../reader.ts'
import { toSbom } from '../spdx/document.ts'
import { documentIn } from '../spdx/wrapped.ts'

/** SPDX 2.2 and 2.3 in JSON; 2.0 and 2.1 by the same rules, with a doubt. */
export const spdxJson = {
  id: 'spdx-json',
  format: 'SPDX JSON',
  source: 'https://spdx.github.io/spdx-spec/v2.3/',
  recognises: (content) => content.is === 'json' && documentIn(content.fields) !== undefined,
  read: (reading, content) => {
    const document = content.is === 'json' ? documentIn(content.fields) : undefined
    return document && toSbom(reading, document, 'json')
  },
} as const satisfies SbomReader
