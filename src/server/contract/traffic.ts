import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Page } from './page.ts'

const Zone = Type.Object({
  kind: Type.Union(
    [
      Type.Literal('named'),
      Type.Literal('subnet'),
      Type.Literal('internet'),
      Type.Literal('multicast'),
      Type.Literal('unknown'),
    ],
    {
      description:
        '`named`: in a network that the hospital named; `subnet`: another of its own, by /24 or /64; `unknown`: no IP address was seen.',
    },
  ),
  name: Type.String(),
  network: Type.Optional(Type.String()),
})

const TrafficEnd = Type.Object({
  observedId: Type.Optional(Type.String({ description: 'The device as the network shows it.' })),
  deviceId: Type.Optional(Type.String({ description: 'The device of the inventory that it is.' })),
  ip: Type.Optional(Type.String()),
  mac: Type.Optional(Type.String()),
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  serial: Type.Optional(Type.String()),
  name: Type.Optional(Type.String()),
  isMedical: Type.Boolean(),
  says: Type.String({ description: 'The same for a person.' }),
})

const service = {
  transport: Type.String(),
  port: Type.Integer({ description: 'Of the server; 0 when the transport has none.' }),
  protocol: Type.Optional(Type.String({ description: 'Recognised by its content.' })),
  isClearText: Type.Optional(Type.Boolean()),
  connections: Type.Number(),
  unanswered: Type.Number({ description: 'Of the connections: refused, or never answered.' }),
  packets: Type.Number(),
  bytes: Type.Number(),
  firstSeenAt: Type.String(),
  lastSeenAt: Type.String(),
}

/** Everything seen between two ends by one service. */
export const TrafficLine = Type.Object({
  client: TrafficEnd,
  server: TrafficEnd,
  clientZone: Zone,
  serverZone: Zone,
  ...service,
})
export type TrafficLine = Static<typeof TrafficLine>

const counted = {
  total: Type.Integer({ description: 'Lines in all.' }),
  isCut: Type.Boolean({ description: 'There are more than are read at once; ask for one model or device.' }),
}

export const TrafficList = Type.Object({ ...Page(TrafficLine).properties, ...counted })

export const ExposureRule = Type.Union(
  [
    Type.Literal('fromInternet'),
    Type.Literal('toInternet'),
    Type.Literal('toMaker'),
    Type.Literal('remoteMaintenance'),
    Type.Literal('deviceToDevice'),
    Type.Literal('clearText'),
    Type.Literal('sweep'),
  ],
  {
    description:
      '`clearText`: whoever listens reads it; `toInternet`, `fromInternet`; `toMaker`: to an outside server that bears the maker’s name; `remoteMaintenance`; `deviceToDevice`: medical devices speak what they need not with each other; `sweep`: tries many that do not answer.',
  },
)

export const Exposure = Type.Object({
  rule: ExposureRule,
  device: TrafficEnd,
  peer: TrafficEnd,
  peerZone: Zone,
  line: Type.Object(service),
  says: Type.String(),
})
export type Exposure = Static<typeof Exposure>

export const ExposureList = Type.Object({
  ...Page(Exposure).properties,
  ...counted,
  rules: Type.Record(Type.String(), Type.Object({ lines: Type.Integer(), devices: Type.Integer() }), {
    description: 'Lines and devices by rule.',
  }),
})

/** What the devices of a model were seen to need of the network. */
export const NeededFlows = Type.Object({
  maker: Type.String(),
  model: Type.String(),
  devices: Type.Integer({ description: 'Devices of the model that were seen on the network.' }),
  addresses: Type.Array(Type.String()),
  firstSeenAt: Type.Optional(Type.String()),
  lastSeenAt: Type.Optional(Type.String()),
  caution: Type.Array(Type.String(), { description: 'What to know before using the list.' }),
  flows: Type.Array(
    Type.Object({
      direction: Type.Union([Type.Literal('from'), Type.Literal('to')]),
      transport: Type.String(),
      ports: Type.Array(Type.Integer(), { minItems: 2, maxItems: 2, description: 'First and last.' }),
      protocol: Type.Optional(Type.String()),
      isClearText: Type.Optional(Type.Boolean()),
      zone: Zone,
      peers: Type.Array(Type.String(), { description: 'The first 64 addresses.' }),
      peersTotal: Type.Integer(),
      peerNames: Type.Array(Type.String()),
      devices: Type.Integer({ description: 'How many of the model have it.' }),
      connections: Type.Number(),
      isAnswered: Type.Boolean(),
      bytes: Type.Number(),
      firstSeenAt: Type.String(),
      lastSeenAt: Type.String(),
    }),
  ),
})
export type NeededFlows = Static<typeof NeededFlows>

export const NamedNetwork = Type.Object({
  network: Type.String({ description: '`10.1.2.0/24`, or an IPv6 prefix.' }),
  name: Type.String(),
})
export type NamedNetwork = Static<typeof NamedNetwork>
