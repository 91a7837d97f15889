import { Type } from 'typebox'
import type { Static } from 'typebox'

/** RFC 9457. `code` is stable and made for programs; `detail` says what happened and what to do next. */
export const Problem = Type.Object(
  {
    type: Type.String(),
    title: Type.String(),
    status: Type.Integer(),
    detail: Type.String(),
    instance: Type.Optional(Type.String()),
    code: Type.String(),
  },
  {
    title: 'Problem details (RFC 9457)',
    examples: [
      {
        type: '/api/v1/problems#notUnderstood',
        title: 'Bad Request',
        status: 400,
        detail: '"openssl <" has no version after the "<"; write for example "openssl < 1.1.1"',
        instance: 'urn:uuid:0f8fad5b-d9cb-469f-a165-70867728950e',
        code: 'notUnderstood',
      },
    ],
  },
)
export type Problem = Static<typeof Problem>
