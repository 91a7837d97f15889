import { Type } from 'typebox'
import type { ObservedField } from '../../model/index.ts'

const address = Type.Optional(Type.String({ maxLength: 64 }))
const Name = Type.Optional(Type.String({ maxLength: 512 }))
const Milliseconds = Type.Number({ minimum: 0, maximum: 8.64e15, description: 'Since 1970 UTC.' })
const times = { firstSeenAt: Milliseconds, lastSeenAt: Milliseconds }
const Amount = Type.Number({ minimum: 0, maximum: 2 ** 53 })

const Observation = Type.Object({
  subject: Type.Object({ mac: address, ip: address, aeTitle: Name, hostName: Name }),
  protocol: Type.String({ maxLength: 60 }),
  facts: Type.Array(
    Type.Object({
      field: Type.Unsafe<ObservedField>(Type.String({ maxLength: 60 })),
      value: Type.String({ maxLength: 512 }),
    }),
    {
      maxItems: 256,
      description: 'Of the fields that are kept; others are left out.',
    },
  ),
  confidence: Type.Union([Type.Literal('explicit'), Type.Literal('strong'), Type.Literal('weak')]),
  ...times,
  count: Amount,
  place: Type.String({ maxLength: 200 }),
})

const Flow = Type.Object({
  client: Type.Object({ mac: address, ip: address }),
  server: Type.Object({ mac: address, ip: address }),
  transport: Type.Union([
    Type.Literal('tcp'),
    Type.Literal('udp'),
    Type.Literal('icmp'),
    Type.Literal('sctp'),
    Type.Literal('other'),
  ]),
  port: Type.Integer({ minimum: 0, maximum: 65_535 }),
  vlan: Type.Optional(Type.Integer({ minimum: 0, maximum: 4095 })),
  protocol: Type.Optional(Type.String({ maxLength: 60 })),
  isClearText: Type.Optional(Type.Boolean()),
  connections: Amount,
  unanswered: Amount,
  packets: Amount,
  bytes: Amount,
  ...times,
})

/** What a sensor sends. */
export const SentBatch = Type.Object({
  sensor: Type.String({ minLength: 1, maxLength: 200, description: 'Who listened: a short name that stays the same.' }),
  batchId: Type.String({
    minLength: 1,
    maxLength: 200,
    description: 'Names the batch among those of the sensor: sent again with it, nothing is counted twice.',
  }),
  source: Type.String({ minLength: 1, maxLength: 200, description: 'The file or interface.' }),
  sentAt: Type.String({ format: 'date-time', description: 'The sensor’s clock when it sent this.' }),
  isLive: Type.Boolean({ description: 'Its times are by the sensor’s clock, and are set right when that is wrong.' }),
  observations: Type.Array(Observation, { maxItems: 50_000 }),
  flows: Type.Array(Flow, { maxItems: 50_000 }),
})

export const BatchReceived = Type.Object({
  is: Type.Union([Type.Literal('taken'), Type.Literal('known')], {
    description: '`known`: it was taken before, and is not counted again.',
  }),
  observations: Type.Integer(),
  flows: Type.Integer(),
  leftOut: Type.Integer({ description: 'What names nobody and tells nothing.' }),
  clockAheadMs: Type.Number({ description: 'How far the sensor’s clock is ahead of the server’s.' }),
})
