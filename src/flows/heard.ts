import type { Observation, ObservedField, ObservedSubject } from '../model/index.ts'
import type { ObservedBatch, SourceProgress } from '../network/index.ts'
import type { HeardKept } from './keep-heard.ts'

/** A summary for a person holds no more; what is kept in the inventory is not cut. */
const maxDevices = 5_000
const maxValues = 8
const maxCharacters = 8_000_000

/** Everything that one address, or one name without an address, or one device that has neither, was told of. */
export interface HeardDevice {
  readonly subject: ObservedSubject
  readonly facts: Readonly<Partial<Record<ObservedField, readonly string[]>>>
  readonly protocols: readonly string[]
  /** How often it was told of. */
  readonly count: number
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

export interface Heard {
  readonly progress: SourceProgress
  /** In the order in which they were first told of. */
  readonly devices: readonly HeardDevice[]
  /** Beyond those in the list. */
  readonly devicesLeftOut: number
  /** How often each protocol told something. */
  readonly protocols: Readonly<Record<string, number>>
  /** Flows of all batches; one that lasts over several batches counts in each. */
  readonly flows: number
  readonly kept?: HeardKept
}

interface Gathered {
  subject: ObservedSubject
  readonly facts: Partial<Record<ObservedField, string[]>>
  readonly protocols: Set<string>
  count: number
  firstSeenAt: number
  lastSeenAt: number
}

/** Gathers for a person what batches told, by address. */
export class HeardSummary {
  readonly #devices = new Map<string, Gathered>()
  /** The address that an interface was seen with; a router's is seen with many. */
  readonly #byMac = new Map<string, Gathered | 'several'>()
  readonly #protocols = new Map<string, number>()
  #leftOut = 0
  #flows = 0
  #characters = 0

  add({ observations, flows }: Pick<ObservedBatch, 'observations' | 'flows'>): void {
    this.#flows += flows.length
    for (const observation of observations) this.#gather(observation)
  }

  told(): Pick<Heard, 'devices' | 'devicesLeftOut' | 'protocols' | 'flows'> {
    return {
      devices: [...this.#devices.values()].map(({ protocols, ...device }) => ({
        ...device,
        protocols: [...protocols].sort(),
      })),
      devicesLeftOut: this.#leftOut,
      protocols: Object.fromEntries([...this.#protocols].sort(([a], [b]) => (a < b ? -1 : 1))),
      flows: this.#flows,
    }
  }

  #gather({ subject, protocol, facts, count, firstSeenAt, lastSeenAt }: Observation): void {
    this.#protocols.set(protocol, (this.#protocols.get(protocol) ?? 0) + count)
    const seen = { firstSeenAt, lastSeenAt }
    const device = this.#withInterface(subject) ?? this.#find(keyOf(subject, facts), subject, seen)
    if (device === undefined) return
    this.#keepInterface(subject, device)
    device.subject = { ...subject, ...device.subject }
    device.count += count
    device.firstSeenAt = Math.min(device.firstSeenAt, firstSeenAt)
    device.lastSeenAt = Math.max(device.lastSeenAt, lastSeenAt)
    device.protocols.add(protocol)
    for (const { field, value } of facts) {
      const values = (device.facts[field] ??= [])
      if (values.length >= maxValues || this.#characters >= maxCharacters || values.includes(value)) continue
      values.push(value)
      this.#characters += value.length
    }
  }

  /** What is told of an interface alone belongs to the one address that it was seen with. */
  #withInterface({ ip, mac }: ObservedSubject): Gathered | undefined {
    const device = mac === undefined || ip !== undefined ? undefined : this.#byMac.get(mac)
    return device === 'several' ? undefined : device
  }

  #keepInterface({ ip, mac }: ObservedSubject, device: Gathered): void {
    if (ip === undefined || mac === undefined) return
    const before = this.#byMac.get(mac) ?? device
    this.#byMac.set(mac, before === device ? device : 'several')
  }

  #find(
    key: string | undefined,
    subject: ObservedSubject,
    seen: { firstSeenAt: number; lastSeenAt: number },
  ): Gathered | undefined {
    if (key === undefined) return undefined
    const known = this.#devices.get(key)
    if (known !== undefined) return known
    if (this.#devices.size >= maxDevices) {
      this.#leftOut += 1
      return undefined
    }
    const made: Gathered = { subject, facts: {}, protocols: new Set(), count: 0, ...seen }
    this.#devices.set(key, made)
    return made
  }
}

/** What has no address is told apart by what it is: an image speaks of the device that made it, and not of who sent it. */
function keyOf({ ip, mac, aeTitle, hostName }: ObservedSubject, facts: Observation['facts']): string | undefined {
  const name = ip ?? mac ?? aeTitle ?? hostName
  if (name !== undefined) return name
  const own = facts.filter(({ field }) =>
    ['maker', 'model', 'serial', 'deviceIdentifier', 'stationName'].includes(field),
  )
  return own.length === 0 ? undefined : JSON.stringify(own)
}
