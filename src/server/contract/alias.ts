import { Type } from 'typebox'
import type { Static } from 'typebox'

const fact = {
  relation: Type.Union(
    [
      Type.Literal('same'),
      Type.Literal('successor'),
      Type.Literal('memberOf'),
      Type.Literal('embeds'),
      Type.Literal('knownBy'),
    ],
    {
      description:
        'same: spelling or later name. successor: the second took over the first. memberOf: of the family of the second. embeds: may hold the second. knownBy: people call a set of things so.',
    },
  ),
  kind: Type.Union([Type.Literal('maker'), Type.Literal('product')]),
  from: Type.String({ minLength: 1, maxLength: 200, description: 'A name; a product may also be a CPE or a purl.' }),
  to: Type.String({ minLength: 1, maxLength: 200 }),
  source: Type.String({ minLength: 1, maxLength: 500, description: 'What says so, in public and by name.' }),
}

/** What two names have to do with each other, and who says so. */
export const SaidAlias = Type.Object({ ...fact, says: Type.String() })

export const Alias = Type.Object({
  aliasId: Type.Integer(),
  ...fact,
  isPublic: Type.Boolean({ description: 'Everybody’s knowledge; else the organisation’s own.' }),
  addedBy: Type.String(),
  addedAt: Type.String(),
  closedBy: Type.Union([Type.String(), Type.Null()]),
  closedAt: Type.Union([Type.String(), Type.Null()], { description: 'Since when it no longer acts.' }),
  closedBecause: Type.Union([Type.String(), Type.Null()], {
    description: 'Why, as who closed it said; null where nobody did.',
  }),
})
export type Alias = Static<typeof Alias>

export const NewAliases = Type.Object(
  {
    aliases: Type.Array(Type.Object(fact, { additionalProperties: false }), { minItems: 1, maxItems: 1_000 }),
    isPublic: Type.Optional(
      Type.Boolean({
        default: false,
        description: 'For every organisation on this installation; else for this one alone.',
      }),
    ),
    by: Type.Optional(Type.String({ minLength: 1, maxLength: 200, description: 'Who adds them.' })),
  },
  { additionalProperties: false },
)

export const AliasesAdded = Type.Object({
  added: Type.Array(Type.Integer(), { description: 'The ids of those added.' }),
  known: Type.Integer({ description: 'How many were there already.' }),
  components: Type.Integer({ description: 'How many components are looked up under other names than before.' }),
})
