import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count, Instant } from './scalars.ts'

/** A provider of CSAF advisories. */
export const Provider = Type.Object({
  url: Type.String({ description: 'Its provider-metadata.json.' }),
  name: Type.String(),
  namespace: Type.String(),
  role: Type.String({ description: 'csaf_publisher, csaf_provider or csaf_trusted_provider.' }),
  keys: Type.Array(Type.String(), {
    description: 'Fingerprints of the OpenPGP keys that were believed when it was seen first. Compare them.',
  }),
  documents: Count,
  rejected: Count,
  newestAt: Type.Optional(Instant),
  pulledAt: Instant,
  problems: Type.Array(Type.String(), {
    description: 'What the last pull could not do; a key that changed stands here.',
  }),
})
export type Provider = Static<typeof Provider>

export const RejectedDocument = Type.Object({
  provider: Type.String(),
  url: Type.String(),
  because: Type.String({ description: 'A word: hashWrong, signatureInvalid, keyNotPinned, notReachable …' }),
  detail: Type.String(),
  seenAt: Instant,
})
export type RejectedDocument = Static<typeof RejectedDocument>
