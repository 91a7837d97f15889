import { Type } from 'typebox'
import type { Static } from 'typebox'

export const Organisation = Type.Object({ organisationId: Type.String({ format: 'uuid' }), name: Type.String() })
export type Organisation = Static<typeof Organisation>
