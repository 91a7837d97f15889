import { writeCycloneDx } from '../cyclonedx/write.ts'
import type { SbomWriter } from '../writer.ts'

/** CycloneDX 1.6 in JSON. */
export const cyclonedxJsonWriter = {
  id: 'cyclonedx',
  format: 'CycloneDX 1.6 JSON',
  source: 'https://cyclonedx.org/docs/1.6/json/',
  mediaType: 'application/vnd.cyclonedx+json; version=1.6',
  ending: 'cdx.json',
  write: writeCycloneDx,
} as const satisfies SbomWriter
