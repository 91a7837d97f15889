import { showUdi, visible, visibleJson } from '../../flows/index.ts'
import type { UdiShown } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

const shown = 20

/** `udi TEXT`: takes the label of a device apart, and finds the device. */
export const udiCommand: CommandDefinition = {
  name: 'udi',
  arguments: '<text>',
  description: 'takes a UDI apart, as a label shows it or a scanner gives it, and finds its device',
  options: [],
  examples: ["auscult udi '(01)00844588003288(21)SN1234'"],
  run: async (session, [text = '']) => {
    const answer = await withOrganisation(session, async (store, organisation) =>
      showUdi(store, organisation, { text, now: new Date() }),
    )
    await session.screen.answer(session.json ? [`${visibleJson(answer)}\n`] : sayUdi(answer))
    return 0
  },
}

const labels = {
  issuer: 'issued by',
  deviceIdentifier: 'device identifier',
  serial: 'serial number',
  lot: 'lot',
  manufacturedOn: 'manufactured',
  expiresOn: 'expires',
  softwareVersion: 'software version',
} as const

const foundBy = {
  udi: 'this device',
  serial: 'same serial number',
  model: 'same model',
} as const

function* sayUdi({ udi, devices }: UdiShown): Generator<string> {
  for (const [field, label] of Object.entries(labels)) {
    const value = udi[field as keyof typeof labels]
    if (value !== undefined) yield `${label.padEnd(18)} ${visible(value)}\n`
  }
  if (udi.isChecked === false) yield 'The check digit is wrong: the label was misread or mistyped. Scan it again.\n'
  else if (devices.length === 0) yield 'No device of the inventory has this UDI or serial number.\n'
  for (const { by, ...device } of devices.slice(0, shown)) {
    const facts = [device.assetTag, device.maker, device.model, device.serial, device.softwareVersion, device.ward]
    yield `${foundBy[by].padEnd(18)} ${facts.flatMap((fact) => (fact === undefined ? [] : [visible(fact)])).join(' · ')}\n`
  }
  if (devices.length > shown) yield `… and ${devices.length - shown} more: --json lists them\n`
}
