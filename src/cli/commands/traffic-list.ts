import { Option } from 'commander'
import { listTraffic, sayEnd, sayService, sayZone, visible, visibleJson } from '../../flows/index.ts'
import type { TrafficAsked, ZonedLine } from '../../flows/index.ts'
import type { Store } from '../../store/index.ts'
import { numberOption, textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'
import type { Organisation, Session } from '../session.ts'
import { theDevice } from '../the-device.ts'

const idForm = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** Whose traffic, for the commands that ask for it. */
export const trafficOptions = [
  new Option(
    '--device <id>',
    'of one device: serial number, asset tag, address, host name, or its id in the inventory or on the network',
  ),
  new Option('--maker <name>', 'of devices of this maker'),
  new Option('--model <name>', 'of devices of this model'),
  new Option('--zone <name>', 'with one end in this zone, as the list names it'),
  new Option('--limit <n>', 'at most so many lines').argParser(Number).default(100, '100'),
]

/** Throws `deviceNotClear` where `--device` names none or several. */
export async function trafficAsked(
  store: Store,
  organisation: Organisation,
  options: Readonly<Record<string, unknown>>,
): Promise<TrafficAsked> {
  const device = textOption(options, 'device')
  const given = (['maker', 'model', 'zone'] as const).flatMap((name) => {
    const value = textOption(options, name)
    return value === undefined ? [] : [[name, value] as const]
  })
  return {
    ...Object.fromEntries(given),
    ...(device === undefined ? {} : { device: await theDeviceId(store, organisation, device) }),
  }
}

async function theDeviceId(store: Store, organisation: Organisation, text: string): Promise<string> {
  return idForm.test(text) ? text : (await theDevice(store, organisation, text)).deviceId
}

/** `traffic list`: who talks to whom. */
export const trafficListCommand: CommandDefinition = {
  name: 'traffic list',
  arguments: '',
  description: 'shows who talks to whom, as listening saw it: medical devices and their peers, the most bytes first',
  options: trafficOptions,
  examples: ['auscult traffic list', 'auscult traffic list --maker Philips --model "IntelliVue MX700" --json'],
  run: async (session, _given, options) => {
    const limit = Math.min(Math.max(1, Math.trunc(numberOption(options, 'limit') ?? 100)), 100_000)
    const found = await withOrganisation(session, async (store, organisation) =>
      listTraffic(store, { organisation, ...(await trafficAsked(store, organisation, options)), page: { limit } }),
    )
    const rest = found.total - found.items.length
    await session.screen.answer(
      session.json
        ? [`${visibleJson(found)}\n`]
        : [...found.items.map((line) => sayLine(line, session.language)), `${sayRest(rest, found.isCut)}\n`],
    )
    return 0
  },
}

/** What of a list is not shown. */
export function sayRest(rest: number, isCut: boolean): string {
  const cut = isCut ? '; there is more than is read at once, ask for one model or device' : ''
  return rest > 0 ? `+ ${rest} more lines: --limit shows them${cut}` : `nothing more${cut}`
}

function sayLine(line: ZonedLine, language: Session['language']): string {
  const end = (side: 'client' | 'server'): string =>
    `${sayEnd(line[side])} [${sayZone(side === 'client' ? line.clientZone : line.serverZone, language)}]`
  const unanswered = line.unanswered > 0 ? `, unanswered ${line.unanswered}` : ''
  const seen = `${line.firstSeenAt.slice(0, 16)}Z – ${line.lastSeenAt.slice(0, 16)}Z`
  return visible(
    `${end('client')} → ${end('server')}  ${sayService(line, language)} · ${line.connections}×${unanswered} · ${line.bytes} B · ${seen}`,
  ).concat('\n')
}
