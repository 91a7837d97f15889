import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Instant } from './scalars.ts'

/** What a signature proves. `says` tells it to people. */
export const Signature = Type.Object({
  is: Type.Union(
    [
      Type.Literal('valid'),
      Type.Literal('invalid'),
      Type.Literal('unsigned'),
      Type.Literal('unknownKey'),
      Type.Literal('notJudged'),
    ],
    {
      description:
        'Trust nothing but `valid`. `invalid` is an alarm; `unknownKey`: nobody can tell by whom; `notJudged`: trusted keys were changed and it is being looked at again.',
    },
  ),
  kind: Type.Optional(
    Type.Union([Type.Literal('openpgp'), Type.Literal('jsf'), Type.Literal('sigstore'), Type.Literal('xmldsig')]),
  ),
  because: Type.Optional(Type.String({ description: 'Why it is invalid, or of an unknown key: a word for programs.' })),
  detail: Type.Optional(Type.String({ description: 'More of that, in English.' })),
  maker: Type.Optional(Type.String({ description: 'Whom the trusted key speaks for.' })),
  signer: Type.Optional(Type.String({ description: 'Whom key or certificate name; true only where it is valid.' })),
  fingerprint: Type.Optional(Type.String()),
  signedAt: Type.Optional(Instant),
  says: Type.String(),
})
export type Signature = Static<typeof Signature>

/** A public key that the organisation trusts. */
export const TrustedKey = Type.Object({
  keyId: Type.Integer(),
  kind: Type.Union([Type.Literal('openpgp'), Type.Literal('jsf'), Type.Literal('sigstore')]),
  fingerprint: Type.String({ description: 'Compare it with what the maker says by another way.' }),
  maker: Type.String({ description: 'Whom it speaks for.' }),
  names: Type.String({ description: 'Whom the key itself names, which proves nothing.' }),
  subject: Type.Optional(Type.String()),
  issuer: Type.Optional(Type.String()),
  from: Type.Optional(Instant),
  to: Type.Optional(Instant),
  addedAt: Instant,
})
export type TrustedKey = Static<typeof TrustedKey>

export const KeyChanged = Type.Object({
  is: Type.Union([Type.Literal('added'), Type.Literal('unchanged'), Type.Literal('removed')]),
  key: TrustedKey,
  judged: Type.Integer({ minimum: 0, description: 'SBOMs whose signatures were judged again.' }),
})
export type KeyChanged = Static<typeof KeyChanged>

/** What a signature that came after its document says where it proves nothing. */
export const LaterSignature = Type.Object(Signature.properties, {
  description: 'A signature that came after its document, and by which it is not judged; `invalid` is an alarm.',
})

export const SignatureAdded = Type.Object({
  is: Type.Union([Type.Literal('added'), Type.Literal('unchanged')]),
  signature: Signature,
  laterSignature: Type.Optional(LaterSignature),
})
export type SignatureAdded = Static<typeof SignatureAdded>
