import { Type } from 'typebox'
import { PageQuery } from './contract.ts'

/** Parts that the queries of many routes share. Each route refuses what it does not know: a misspelt filter must not widen an answer in silence. */
export const organisationField = {
  organisation: Type.Optional(
    Type.String({
      minLength: 1,
      maxLength: 200,
      description: 'Whose fleet, by name or id; not needed while there is only one.',
      examples: ['My hospital'],
    }),
  ),
}

export const languageField = {
  lang: Type.Optional(
    Type.Union([Type.Literal('en'), Type.Literal('fr')], {
      description: 'The language of `says`; else the one of Accept-Language, else English.',
    }),
  ),
}

export const pageFields = PageQuery.properties

/** Nothing beside these fields. */
export const only = { additionalProperties: false } as const
