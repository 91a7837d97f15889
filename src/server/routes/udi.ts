import { Type } from 'typebox'
import { showUdi } from '../../flows/index.ts'
import { UdiShown } from '../contract.ts'
import { languageField, only, organisationField } from '../query.ts'
import type { App, Context } from '../route.ts'

const UdiQuery = Type.Object(
  {
    text: Type.String({
      minLength: 1,
      maxLength: 250,
      description: 'As the label shows it or a scanner gives it; its separators (FNC1) as %1D.',
      examples: ['(01)00844588003288(21)SN1234'],
    }),
    ...organisationField,
    ...languageField,
  },
  only,
)

/** What a label says, for somebody who scans it. */
export function udiRoutes(app: App, { store, organisationOf }: Context): void {
  const schema = {
    operationId: 'showUdi',
    tags: ['fleet'],
    summary: 'Takes a UDI apart (GS1, HIBCC, ICCBBA, IFA) and finds its device in the fleet',
    querystring: UdiQuery,
    response: { 200: UdiShown },
  }
  app.get('/udi', { schema }, async ({ query: { text, organisation } }) =>
    showUdi(store, await organisationOf(organisation), { text, now: new Date() }),
  )
}
