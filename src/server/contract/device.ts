import { Type } from 'typebox'
import type { Static } from 'typebox'
import { ComponentName } from './component.ts'
import { CorrectionTold } from './correction.ts'
import { SbomHeader } from './sbom.ts'
import { Count } from './scalars.ts'
import { Verdict } from './verdict.ts'
import { Why } from './why.ts'
import { Signature } from './signature.ts'

const deviceFields = {
  deviceId: Type.String({ format: 'uuid' }),
  modelVersionId: Type.Integer({ description: '0 when no model can be told.' }),
  scope: Type.Union([Type.Literal('inScope'), Type.Literal('scrapped'), Type.Literal('noSoftware')]),
  assetTag: Type.Optional(Type.String()),
  serial: Type.Optional(Type.String()),
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  softwareVersion: Type.Optional(Type.String()),
  versionSource: Type.Optional(Type.String({ description: 'Where the software version was read, in words.' })),
  versionSeenAt: Type.Optional(Type.String()),
  site: Type.Optional(Type.String()),
  ward: Type.Optional(Type.String()),
  room: Type.Optional(Type.String()),
  hostName: Type.Optional(Type.String()),
  macs: Type.Array(Type.String()),
  ips: Type.Array(Type.String()),
  foundBy: Type.Optional(
    Type.Union([Type.Literal('list'), Type.Literal('network')], {
      description: 'network: seen on the network, and in no list so far.',
    }),
  ),
}

export const Device = Type.Object(deviceFields)
export type Device = Static<typeof Device>

export const AnsweredDevice = Type.Object({
  ...deviceFields,
  verdict: Type.Union([Verdict, Type.Null()], { description: 'Null when the question was about devices themselves.' }),
  reason: Type.Optional(Type.String()),
  reasonSays: Type.Optional(Type.String()),
  why: Type.Array(Why, { description: 'The most telling first, at most 20.' }),
  whyTotal: Count,
})
export type AnsweredDevice = Static<typeof AnsweredDevice>

export const DeviceDetail = Type.Object({
  device: Device,
  sboms: Type.Array(
    Type.Object({
      ...SbomHeader.properties,
      of: Type.Union([Type.Literal('modelVersion'), Type.Literal('device')]),
      complete: Type.Boolean(),
      components: Count,
      problems: Count,
      signature: Signature,
    }),
  ),
  findings: Type.Object(
    { affected: Count, unknown: Count },
    { description: 'Flaws by what they mean for this device.' },
  ),
  says: Type.Object({
    safety: Type.String({ description: 'To be shown wherever findings are.' }),
    fictional: Type.Optional(Type.String()),
  }),
})
export type DeviceDetail = Static<typeof DeviceDetail>

/** A line of an SBOM, in the document's order; `parent` is the ordinal of the line that contains it. */
export const SoftwareLine = Type.Object({
  sbomId: Type.Integer(),
  ordinal: Type.Integer(),
  parent: Type.Optional(Type.Integer()),
  component: ComponentName,
  type: Type.String(),
  supplier: Type.Optional(Type.String()),
  deployed: Type.Boolean(),
  licences: Type.Array(Type.String()),
  endOfSupport: Type.Optional(Type.String()),
  corrections: Type.Optional(
    Type.Array(CorrectionTold, {
      description: 'The component is shown as written and judged as these say, in their order.',
    }),
  ),
  affected: Count,
  unknown: Count,
})
export type SoftwareLine = Static<typeof SoftwareLine>

/** One flaw on one device, with what it stands on. */
export const DeviceFinding = Type.Object({
  vulnerability: Type.String(),
  names: Type.Array(Type.String()),
  verdict: Type.Union([Type.Literal('affected'), Type.Literal('unknown')]),
  reason: Type.String({ description: 'A reason or a doubt, as docs/verdicts.md lists them.' }),
  says: Type.String(),
  summary: Type.Optional(Type.String()),
  cvssBase: Type.Optional(Type.Number()),
  exploitedSince: Type.Optional(Type.String()),
  epssProbability: Type.Optional(Type.Number()),
  why: Type.Array(Why),
})
export type DeviceFinding = Static<typeof DeviceFinding>
