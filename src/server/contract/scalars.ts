import { Type } from 'typebox'

/** Parts of many bodies. They are no bodies of their own, so the door does not name them. */
export const Count = Type.Integer({ minimum: 0 })
export const Instant = Type.String({ format: 'date-time', description: 'ISO 8601, UTC' })
