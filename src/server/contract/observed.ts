import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count, Instant } from './scalars.ts'

const Texts = Type.Array(Type.String())
const Id = Type.String({ format: 'uuid' })

export const ObservedStanding = Type.Union(
  [Type.Literal('matched'), Type.Literal('probable'), Type.Literal('onlyOnNetwork')],
  { description: 'How it stands to the inventory; probable: a person has to say.' },
)
export const ObservedKind = Type.Union(
  [Type.Literal('device'), Type.Literal('gateway'), Type.Literal('router'), Type.Literal('outside')],
  {
    description:
      'gateway: several devices speak through it. router: it forwards for others. outside: an address of the internet of which nothing medical was told.',
  },
)

/** A device that was seen on the network. */
export const ObservedDevice = Type.Object({
  observedId: Id,
  kind: ObservedKind,
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  serial: Type.Optional(Type.String()),
  softwareVersion: Type.Optional(Type.String()),
  deviceKind: Type.Optional(
    Type.String({ description: 'What it is, in the word of its protocol: a DICOM modality, for example.' }),
  ),
  hostNames: Texts,
  aeTitles: Texts,
  macs: Texts,
  ips: Texts,
  isClinical: Type.Boolean({ description: 'It spoke of itself in a protocol that only medical equipment speaks.' }),
  standing: ObservedStanding,
  deviceId: Type.Optional(
    Type.String({ format: 'uuid', description: 'The device of the inventory that it is, or may be.' }),
  ),
  conflicting: Type.Array(Type.String(), { description: 'Fields of which several values are told.' }),
  observations: Count,
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  state: Type.Union([Type.Literal('seen'), Type.Literal('notSeen')], { description: 'notSeen: not for 30 days.' }),
})
export type ObservedDevice = Static<typeof ObservedDevice>

const valueFields = {
  value: Type.String(),
  told: Type.Union([Type.Literal('explicit'), Type.Literal('strong'), Type.Literal('weak')], {
    description:
      'explicit: the protocol has a field for exactly this. strong: a name that leaves little doubt. weak: a hint.',
  }),
  confidence: Type.Number({
    minimum: 0,
    maximum: 1,
    description: 'How far it is believed now; it decays with the time since it was seen.',
  }),
  protocols: Texts,
  sensors: Texts,
  firstSeenAt: Instant,
  lastSeenAt: Instant,
  count: Count,
  source: Type.String({ description: 'The file or interface where it was seen first.' }),
  place: Type.String({ description: 'Where in it.' }),
}

const FieldSeen = Type.Object({
  field: Type.String(),
  values: Type.Array(Type.Object(valueFields), { description: 'The most believable first, at most eight.' }),
  total: Count,
})

export const ObservedDecision = Type.Object({
  decisionId: Id,
  kind: Type.Union([
    Type.Literal('same'),
    Type.Literal('apart'),
    Type.Literal('isDevice'),
    Type.Literal('isNotDevice'),
    Type.Literal('version'),
  ]),
  anchor: Type.Optional(Type.String({ description: 'What the device on the network is known by.' })),
  otherAnchor: Type.Optional(Type.String()),
  deviceId: Type.Optional(Id),
  version: Type.Optional(Type.String()),
  against: Type.Optional(Type.String({ description: 'The observed version that it was decided in view of.' })),
  reason: Type.Optional(Type.String()),
  author: Type.String(),
  at: Instant,
})
export type ObservedDecision = Static<typeof ObservedDecision>

const Candidates = Type.Array(
  Type.Object({
    rule: Type.String(),
    value: Type.String(),
    doubt: Type.Optional(Type.String()),
    device: Type.Object({
      deviceId: Id,
      assetTag: Type.Optional(Type.String()),
      serial: Type.Optional(Type.String()),
      maker: Type.Optional(Type.String()),
      model: Type.Optional(Type.String()),
      softwareVersion: Type.Optional(Type.String()),
      site: Type.Optional(Type.String()),
      ward: Type.Optional(Type.String()),
    }),
  }),
  { description: 'The devices of the inventory that it is, or may be, and why.' },
)

/** A device on the network in a list. */
export const ObservedListed = Type.Object({ ...ObservedDevice.properties, candidates: Candidates })
export type ObservedListed = Static<typeof ObservedListed>

/** A device on the network with all that it stands on. */
export const ObservedDetail = Type.Object({
  device: ObservedDevice,
  anchors: Type.Array(Type.String(), {
    description: 'What it is known by, the surest first: what it can be joined or split by.',
  }),
  fields: Type.Array(FieldSeen),
  conflicts: Type.Array(FieldSeen, { description: 'Facts of which there can be one alone, and several are told.' }),
  versions: Type.Array(
    Type.Object({
      ...valueFields,
      voices: Type.Integer({ minimum: 0, description: 'How many independent protocols tell it.' }),
    }),
    { description: 'The software version in force first, then rivals and earlier ones.' },
  ),
  joins: Type.Array(
    Type.Object({
      rule: Type.String(),
      anchors: Texts,
      value: Type.String(),
      firstSeenAt: Type.Optional(Instant),
      lastSeenAt: Type.Optional(Instant),
    }),
    { description: 'Why it is one device.' },
  ),
  members: Type.Array(ObservedDevice, { description: 'Of a gateway: the devices behind it.' }),
  candidates: Candidates,
  decisions: Type.Array(ObservedDecision),
})
export type ObservedDetail = Static<typeof ObservedDetail>

/** What the network tells of a device of the inventory. */
export const DeviceSeen = Type.Object({
  observed: Type.Array(ObservedDetail),
  versions: Type.Array(
    Type.Object({
      version: Type.String(),
      declared: Type.Optional(Type.String({ description: 'By the list.' })),
      stands: Type.Union([Type.Literal('beside'), Type.Literal('instead')], {
        description: 'beside: the device gets the worse of both verdicts. instead: it is judged by this version alone.',
      }),
      because: Type.String({
        description:
          'oneVoice, rivals, tooMany (versions told; which one runs cannot be told), severalVoices or person.',
      }),
    }),
    { description: 'Versions other than that of the list by which it is judged.' },
  ),
  decisions: Type.Array(ObservedDecision, { description: 'What people said of the version that it runs.' }),
})
export type DeviceSeen = Static<typeof DeviceSeen>

/** How the network and the inventory stand to each other. */
export const ObservedStandings = Type.Object({
  matched: Count,
  probable: Count,
  onlyOnNetwork: Count,
  onlyInList: Type.Integer({
    minimum: 0,
    description: 'Devices of the inventory, in scope, that nothing on the network surely is.',
  }),
  notSeen: Type.Integer({ minimum: 0, description: 'On the network, and not seen for 30 days.' }),
  outside: Type.Integer({ minimum: 0, description: 'Addresses of the internet of which nothing medical was told.' }),
  betweenOthers: Type.Integer({ minimum: 0, description: 'Routers and gateways that are no device of the inventory.' }),
  foundByNetwork: Type.Integer({
    minimum: 0,
    description: 'Devices that came into the inventory from the network, and that no list names yet.',
  }),
})
export type ObservedStandings = Static<typeof ObservedStandings>

const decidedFields = {
  author: Type.String({ minLength: 1, maxLength: 200, description: 'Who decides.' }),
  reason: Type.Optional(Type.String({ minLength: 1, maxLength: 4000 })),
}
const only = { additionalProperties: false } as const

export const JoinGiven = Type.Object({ otherId: Id, ...decidedFields }, only)
export const SplitGiven = Type.Object({ anchor: Type.String({ minLength: 1, maxLength: 600 }), ...decidedFields }, only)
export const LinkGiven = Type.Object(
  { deviceId: Id, kind: Type.Union([Type.Literal('isDevice'), Type.Literal('isNotDevice')]), ...decidedFields },
  only,
)
export const VersionGiven = Type.Object(
  { version: Type.String({ minLength: 1, maxLength: 500 }), ...decidedFields },
  only,
)
