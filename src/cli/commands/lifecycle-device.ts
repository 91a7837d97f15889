import { Option } from 'commander'
import { devicesNamed, saySupport, supportOfDevice, visible, visibleJson } from '../../flows/index.ts'
import type { DeviceSupport } from '../../flows/index.ts'
import { numberOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { withOrganisation } from '../session.ts'
import type { Session } from '../session.ts'

/** More lines of releases than a device holds parts of. */
const mostLines = 500

/** `lifecycle device DEVICE`: which parts of a device are supported no longer, or not for long. */
export const lifecycleDeviceCommand: CommandDefinition = {
  name: 'lifecycle device',
  arguments: '<device>',
  description: 'tells which parts of a device are past their end of life or support, or end soon, by line of releases',
  options: [new Option('--months <n>', 'how many months ahead an end is soon').argParser(Number).default(12, '12')],
  examples: ['auscult lifecycle device BM-00412', 'auscult lifecycle device BM-00412 --months 24 --json'],
  run: async (session, [asked = ''], options) => {
    const months = numberOption(options, 'months') ?? Number.NaN
    if (!Number.isInteger(months) || months < 0 || months > 600)
      throw new CommandError('usage', '--months takes a whole number from 0 to 600')
    const support = await withOrganisation(session, async (store, organisation) => {
      const [device, ...others] = await devicesNamed(store, organisation, asked)
      if (device === undefined || others.length > 0)
        throw new CommandError(
          'usage',
          `"${asked}" names ${device === undefined ? 'no device' : 'several devices'}: give a serial number, asset tag, address or host name of one`,
        )
      return supportOfDevice(store, { organisation, deviceId: device.deviceId, months, page: { limit: mostLines } })
    })
    await session.screen.answer(session.json ? [`${visibleJson(support)}\n`] : toText(support, session.language))
    return 0
  },
}

function* toText({ day, items, untold }: DeviceSupport, language: Session['language']): Generator<string> {
  yield `${day}\n`
  for (const { parts, named, others, endsSoon, ...support } of items) {
    const names = named.slice(0, 3).map(({ name, version = '' }) => visible(`${name} ${version}`.trim()))
    const more = parts > names.length ? `, + ${parts - names.length}` : ''
    yield `${endsSoon ? '! ' : '  '}${visible(saySupport(support, language))}\n      ${names.join(', ')}${more}\n`
    for (const other of others) yield `      ${visible(saySupport(other, language))}\n`
  }
  yield language === 'fr'
    ? `Composants dont aucune source ne dit la fin de support : ${untold}\n`
    : `Parts of which no source tells the end of support: ${untold}\n`
}
