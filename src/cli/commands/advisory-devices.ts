import { devicesOfAdvisory, sayAdvisoryVerdict, sayWorkState, visible } from '../../flows/index.ts'
import type { DeviceNamedByAdvisory, FlawOfDevice, Language } from '../../flows/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

const pageLimit = 500

/** `advisory devices ID`: the devices that an advisory names or may name. */
export const advisoryDevicesCommand: CommandDefinition = {
  name: 'advisory devices',
  arguments: '<id>',
  description:
    'lists the devices that an advisory names or may name, what it says of each, on what evidence, and where the work stands',
  options: [],
  examples: ['auscult advisory devices ICSMA-20-254-01', 'auscult advisory devices cisa/ICSMA-20-254-01 --json'],
  run: async (session, [id = '']) => {
    await withOrganisation(session, async (store, organisation) => {
      const all = allPages(pageLimit, async (page) => devicesOfAdvisory(store, { organisation, id, page }))
      await session.screen.answer(session.json ? jsonList('devices', all) : toText(all, session.language))
    })
    return 0
  },
}

async function* toText(devices: AsyncIterable<DeviceNamedByAdvisory>, language: Language): AsyncGenerator<string> {
  for await (const { device, met, flaws } of devices) {
    const { maker = '', model = '', softwareVersion = '', assetTag, serial, deviceId, ward = '' } = device
    yield `${visible(assetTag ?? serial ?? deviceId)}  ${visible(`${maker} ${model} ${softwareVersion}`.trim())}  ${visible(ward)}\n`
    for (const { product, how, isSure, versions, because } of met) {
      const doubt = because === undefined ? '' : ` (${visible(because)})`
      yield `    by ${how}${isSure ? '' : ', to be confirmed'}: ${visible(product)}, version ${versions}${doubt}\n`
    }
    for (const flaw of flaws) yield `    ${sayFlaw(flaw, language)}\n`
  }
}

function sayFlaw({ id, verdict, state, raisedAgain }: FlawOfDevice, language: Language): string {
  const said = `${visible(id)}: ${sayAdvisoryVerdict(verdict, language)}`
  if (verdict !== 'affected' && verdict !== 'possible') return said
  if (raisedAgain === undefined) return `${said}; ${sayWorkState(state, language)}`
  const { was, added, removed } = raisedAgain
  const changes = [
    ...added.map((text) => `now: ${visible(text)}`),
    ...removed.map((text) => `no longer: ${visible(text)}`),
  ]
  return `${said}; ${sayWorkState(state, language)} (${sayWorkState(was, language)} before) ${changes.join('; ')}`
}
