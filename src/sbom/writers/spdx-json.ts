import { writeSpdx } from '../spdx/write.ts'
import type { SbomWriter } from '../writer.ts'

/** SPDX 2.3 in JSON. */
export const spdxJsonWriter = {
  id: 'spdx',
  format: 'SPDX 2.3 JSON',
  source: 'https://spdx.github.io/spdx-spec/v2.3/',
  mediaType: 'application/spdx+json',
  ending: 'spdx.json',
  write: writeSpdx,
} as const satisfies SbomWriter
