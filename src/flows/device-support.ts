import { indexLifecycles, supportOfPart } from '../findings/index.ts'
import type { SupportAsked, Supports } from '../findings/index.ts'
import { supportStandings } from '../model/index.ts'
import type { Page, PageAsked, PartSupport, SupportStanding } from '../model/index.ts'
import { cyclesThen, dayNow, inSnapshot, partsOfDevice } from '../store/index.ts'
import type { DevicePartRow, Organisation, Store, Transaction } from '../store/index.ts'
import { deviceOf } from './devices.ts'
import { judgedBy } from './judged-by.ts'
import { pageOf, placeAfter } from './page.ts'
import { toLifecycles } from './release-cycles.ts'
import { withoutNulls } from './without-nulls.ts'
import type { WithoutNulls } from './without-nulls.ts'

/** As many parts are named of each line; `parts` tells how many there are. */
const mostNamed = 20
const usualMonths = 12

/** A part of a device by name, and the SBOM that lists it. */
type NamedPart = WithoutNulls<Pick<DevicePartRow, 'componentId' | 'sbomId' | 'group' | 'name' | 'version'>>

/** Parts of a device whose support stands alike: those of one line of releases (the packages of one Debian), or with one stated end. */
export interface SupportLine extends PartSupport {
  /** What other sources say of the same parts. */
  readonly others: readonly PartSupport[]
  /** Flaws are still repaired, and that ends within the months asked for. */
  readonly endsSoon: boolean
  readonly parts: number
  /** Some of them. */
  readonly named: readonly NamedPart[]
}

/** How far the parts of a device are supported on a day. */
export interface DeviceSupport extends Page<SupportLine> {
  /** ISO 8601. */
  readonly day: string
  /** Parts by how far they are supported. */
  readonly counts: Readonly<Record<SupportStanding, number>>
  /** Parts whose support ends within the months asked for. */
  readonly endingSoon: number
  /** Parts of which no source says anything. */
  readonly untold: number
}

export interface DeviceSupportOptions {
  readonly organisation: Organisation
  readonly deviceId: string
  /** How many months ahead an end is soon; 12 unless told. */
  readonly months?: number
  readonly page: PageAsked
}

/** How far the parts of a device are supported: the worst first, then by the day on which repairs end. Throws `notFound`. */
export async function supportOfDevice(store: Store, options: DeviceSupportOptions): Promise<DeviceSupport> {
  const { organisation, deviceId, months = usualMonths, page } = options
  const begun = placeAfter(page, ['integer'])?.[0] ?? -1
  const { parts, day, asked } = await inSnapshot(store, organisation.organisationId, async (trx) => {
    const device = await deviceOf(trx, organisation.organisationId, deviceId)
    const support = await supportAsked(trx, undefined)
    const keys = [...support.index.byKey.keys()]
    const own = await partsOfDevice(trx, await judgedBy(trx, organisation.organisationId, device), keys)
    return { parts: own, day: support.day, asked: support }
  })
  const supports = parts.map((part) => ({ part, support: supportOfRow(part, asked) }))
  const lines = linesOf(supports, monthsAfter(day, months)).map((line, place) => ({ line, place }))
  const some = lines.filter(({ place }) => place > Number(begun)).slice(0, page.limit + 1)
  return {
    day,
    counts: countsOf(supports.flatMap(({ support }) => support ?? [])),
    endingSoon: lines.reduce((sum, { line }) => sum + (line.endsSoon ? line.parts : 0), 0),
    untold: supports.filter(({ support }) => support === undefined).length,
    ...pageOf(some, page, { placeOf: ({ place }) => [place], toItem: ({ line }) => line }),
  }
}

/** What is known of the support of products, now or as of an instant, for that day. */
export async function supportAsked(trx: Transaction, asOf: string | undefined): Promise<SupportAsked> {
  const index = indexLifecycles(toLifecycles(await cyclesThen(trx, asOf)))
  return { index, day: asOf?.slice(0, 10) ?? (await dayNow(trx)) }
}

function supportOfRow({ type, name, version, purls, cpes, keys, endOfSupport }: DevicePartRow, asked: SupportAsked) {
  const component = { type, name, purls, cpes, ...withoutNulls({ version, endOfSupport }) }
  return supportOfPart({ component, keys }, asked)
}

interface Supported {
  readonly part: DevicePartRow
  readonly support: Supports | undefined
}

function linesOf(supports: readonly Supported[], soon: string): SupportLine[] {
  const told = supports.flatMap(({ part, support }) => (support === undefined ? [] : [{ part, support }]))
  const groups = Map.groupBy(told, ({ support }) => JSON.stringify(support))
  const lines = [...groups.values()].flatMap((group): SupportLine[] => {
    const [first] = group
    if (first === undefined) return []
    const { deciding, others } = first.support
    const named = group.slice(0, mostNamed).map(({ part }) => toNamed(part))
    return [{ ...deciding, others, endsSoon: endsBefore(deciding, soon), parts: group.length, named }]
  })
  return lines.sort((a, b) => compareTexts(orderOf(a), orderOf(b)))
}

function toNamed({ componentId, sbomId, group, name, version }: DevicePartRow): NamedPart {
  return withoutNulls({ componentId, sbomId, group, name, version })
}

function endsBefore({ standing, securitySupport: end }: PartSupport, day: string): boolean {
  return ['supported', 'endOfSupport'].includes(standing) && end?.is === 'on' && end.day <= day
}

function orderOf({ standing, endsSoon, securitySupport: end, source, product = '', cycles }: SupportLine): string {
  const rank = supportStandings.indexOf(standing) * 2 - (endsSoon ? 3 : 0)
  return [Math.max(rank, 0), end?.is === 'on' ? end.day : '9999', source, product, cycles.join(' ')].join(' ')
}

function compareTexts(a: string, b: string): number {
  if (a === b) return 0
  return a < b ? -1 : 1
}

function countsOf(supports: readonly Supports[]): DeviceSupport['counts'] {
  const counts: Record<SupportStanding, number> = {
    endOfLife: 0,
    paidOnly: 0,
    unknown: 0,
    endOfSupport: 0,
    supported: 0,
  }
  for (const { deciding } of supports) counts[deciding.standing] += 1
  return counts
}

/** The same day some months later, or the last of a shorter month. */
function monthsAfter(day: string, months: number): string {
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  const last = new Date(Date.UTC(year, month + months, 0)).getUTCDate()
  return new Date(Date.UTC(year, month - 1 + months, Math.min(date, last))).toISOString().slice(0, 10)
}
