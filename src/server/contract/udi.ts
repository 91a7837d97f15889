import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Device } from './device.ts'

/** A label, taken apart, and the devices that it may be of. */
export const UdiShown = Type.Object({
  udi: Type.Object({
    issuer: Type.Union([Type.Literal('gs1'), Type.Literal('hibcc'), Type.Literal('iccbba'), Type.Literal('ifa')]),
    deviceIdentifier: Type.String({ description: 'UDI-DI: names the model.' }),
    serial: Type.Optional(Type.String({ description: 'Names one device of it.' })),
    lot: Type.Optional(Type.String()),
    manufacturedOn: Type.Optional(Type.String({ format: 'date' })),
    expiresOn: Type.Optional(Type.String({ format: 'date' })),
    softwareVersion: Type.Optional(Type.String({ description: 'When the label was made.' })),
    isChecked: Type.Optional(
      Type.Boolean({ description: 'Its check digit is right. False: misread or mistyped. Absent: its form has none.' }),
    ),
  }),
  devices: Type.Array(
    Type.Object({
      ...Device.properties,
      udi: Type.Optional(Type.String({ description: 'As the equipment list has it.' })),
      by: Type.Union([Type.Literal('udi'), Type.Literal('serial'), Type.Literal('model')], {
        description:
          'Device identifier and serial number are its own; its serial number is the same; it is of the same model.',
      }),
    }),
    { description: 'The surest first, at most 200; none where the UDI was misread.' },
  ),
})
export type UdiShown = Static<typeof UdiShown>
