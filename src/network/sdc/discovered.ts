import type { ObservedSubject } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { Endpoint, Notes } from '../protocol.ts'
import { scopesTold } from './scopes.ts'

/** A target service as WS-Discovery describes it; text as it came. */
export interface Discovered {
  address: string
  types: string
  scopes: string
  transportAddresses: string
}

export function nothingDiscovered(): Discovered {
  return { address: '', types: '', scopes: '', transportAddresses: '' }
}

/** WS-Discovery 1.1 §4.1, DPWS 1.1 §2.3–2.4. `speaker`: who sent it; a discovery proxy speaks for others, whose transport addresses tell where they are. */
export function tellDiscovered(
  { address, types, scopes, transportAddresses }: Discovered,
  speaker: Endpoint,
  notes: Notes,
): void {
  const kinds = types.split(/\s+/, 32).map((type) => type.slice(type.indexOf(':') + 1)).filter((kind) => kind !== '' && kind !== 'Device') // prettier-ignore
  const isMedical = kinds.includes('MedicalDevice')
  const places = transportAddresses.split(/\s+/, 16).flatMap((url) => placeIn(url) ?? [])
  const own = places.filter(({ ip }) => ip === speaker.ip)
  const subject = subjectFor(places, speaker)
  const { deviceKind = [], ...scoped } = scopesTold(scopes, notes)
  const service = isMedical ? 'sdc' : 'wsd'
  notes.tell({
    subject,
    facts: factsOf({
      ...scoped,
      deviceKind: [...kinds, ...[deviceKind].flat()],
      deviceIdentifier: identifierOf(address),
      service: (own.length > 0 ? own : places).map(({ port }) => `${service}/${port}`),
    }),
    confidence: 'strong',
  })
}

/** `urn:uuid:…` as `uuid:` and its digits; another address may hold anything. */
export function identifierOf(address: string): string {
  const uuid = /^(?:urn:)?uuid:([\da-f-]{32,36})$/i.exec(address.trim())?.[1]
  return uuid === undefined ? '' : `uuid:${uuid.toLowerCase().replaceAll('-', '')}`
}

interface Place {
  readonly ip: string
  readonly port: string
}

function placeIn(url: string): Place | undefined {
  const [, scheme = '', host, port] =
    /^(https?|soap\.udp):\/\/(\[[\da-f:.]{2,45}(?:%[^\]]{0,20})?\]|[\d.]{7,15})(?::(\d{1,5}))?(?:\/|$)/i.exec(url) ?? []
  if (host === undefined) return undefined
  return {
    ip: host.replaceAll(/[[\]]|%.*/g, '').toLowerCase(),
    port: port ?? (scheme.toLowerCase() === 'https' ? '443' : '80'),
  }
}

function subjectFor(places: readonly Place[], speaker: Endpoint): ObservedSubject {
  const [first] = places
  if (first === undefined || places.some(({ ip }) => ip === speaker.ip)) return subjectOf(speaker)
  const sameKind = places.find(({ ip }) => ip.includes(':') === (speaker.ip ?? '').includes(':'))
  return sameKind === undefined ? subjectOf(speaker) : { ip: sameKind.ip }
}
