import { clinicalProtocols, makerKey, modelKey, observedFields, versionKey } from '../../model/index.ts'
import type {
  KeptObservation,
  ObservedConfidence,
  ObservedConflict,
  ObservedFacts,
  ObservedField,
  ObservedValue,
  ObservedValues,
  ObservedVersion,
  Sighting,
} from '../../model/index.ts'
import { normaliseSerial } from '../serials.ts'
import { compareTexts, ofLocalMac, ofMac } from './anchors.ts'
import { rankOfValue } from './confidence.ts'
import { overlap } from './spans.ts'
import { countVoices } from './voices.ts'

/** So many values of a field are kept, and versions; the others are counted. */
const mostValues = 8
const mostNames = 8

/** Facts of which a device has one alone, and how their values are compared. */
const single: Partial<Record<ObservedField, (text: string, maker: string) => string>> = {
  maker: makerKey,
  model: modelKey,
  serial: normaliseSerial,
  softwareVersion: versionKey,
  firmwareVersion: versionKey,
}

/** A field as the observations tell it. */
interface Told extends Omit<ObservedValue, 'protocols' | 'sensors'> {
  readonly protocols: Set<string>
  readonly sensors: Set<string>
  /** Those that tell it in a field made for it, with when they did last. */
  readonly explicitly: Map<string, number>
}

/** What the observations of one device stand on. */
export interface ResolveGround {
  readonly sightings: ReadonlyMap<string, Sighting>
  /** What the device is known by: MAC addresses of a sighting that are not among it are those of a router or a gateway. */
  readonly anchors: readonly string[]
}

/** What the observations of one device come to. Their order does not matter. */
export function resolveFacts(given: readonly KeptObservation[], ground: ResolveGround): ObservedFacts {
  const anchors = new Set(ground.anchors)
  const observations = given.map((each) => withAddresses(each, ground.sightings.get(each.sightingId), anchors))
  const told = new Map<ObservedField, Map<string, Told>>()
  for (const observation of observations) {
    for (const [field, values] of factsOf(observation)) {
      const all = told.get(field) ?? new Map<string, Told>()
      told.set(field, all)
      for (const value of values) all.set(value, merge(all.get(value), observation, value))
    }
  }
  const sorted = new Map([...told].map(([field, values]) => [field, sortValues(field, [...values.values()])]))
  const maker = sorted.get('maker')?.[0]?.value ?? ''
  return {
    fields: fieldsOf(sorted),
    conflicts: conflictsOf(sorted, maker),
    versions: versionsOf(sorted.get('softwareVersion') ?? []),
    isClinical: given.some(
      ({ protocol, facts, confidence }) => clinicalProtocols.has(protocol) && confidence !== 'weak' && facts.length > 0,
    ),
    isTold: ['maker', 'model'].every((field) =>
      sorted.get(field as ObservedField)?.some(({ confidence }) => confidence === 'explicit'),
    ),
    observations: observations.length,
    firstSeenAt: Math.min(...observations.map(({ firstSeenAt }) => firstSeenAt)),
    lastSeenAt: Math.max(...observations.map(({ lastSeenAt }) => lastSeenAt)),
  }
}

/** The observation with what its subject was called by as facts. */
function withAddresses(
  observation: KeptObservation,
  sighting: Sighting | undefined,
  anchors: ReadonlySet<string>,
): KeptObservation {
  if (sighting === undefined) return observation
  const told = new Set(observation.facts.map(([field]) => field))
  const { macs, ips, aeTitle, hostName } = sighting
  const isLocal = (mac: string): boolean => ips.some((ip) => anchors.has(ofLocalMac(mac, ip)))
  const facts: (readonly [ObservedField, string])[] = [
    ...observation.facts.filter(([field, value]) => field !== 'mac' || anchors.has(ofMac(value))),
    ...macs.filter((mac) => anchors.has(ofMac(mac)) || isLocal(mac)).map((mac) => ['mac', mac] as const),
    ...ips.map((ip) => ['ip', ip] as const),
    ...(aeTitle === null || told.has('aeTitle') ? [] : [['aeTitle', aeTitle] as const]),
    ...(hostName === null || told.has('hostName') ? [] : [['hostName', hostName] as const]),
  ]
  return { ...observation, facts }
}

/** Versions that one message tells together are no rivals: they stand as DICOM writes several values, with `\` between them. */
function factsOf({ facts }: KeptObservation): Map<ObservedField, string[]> {
  const byField = new Map<ObservedField, string[]>()
  for (const [field, value] of facts) {
    const known = byField.get(field)
    if (known === undefined) byField.set(field, [value])
    else if (!known.includes(value)) known.push(value)
  }
  for (const field of ['softwareVersion', 'firmwareVersion'] as const) {
    const values = byField.get(field)
    if (values !== undefined && values.length > 1) byField.set(field, [values.toSorted(compareTexts).join('\\')])
  }
  return byField
}

const confidences: readonly ObservedConfidence[] = ['explicit', 'strong', 'weak']

function merge(known: Told | undefined, observation: KeptObservation, value: string): Told {
  const { protocol, confidence, firstSeenAt, lastSeenAt, count, sensors, source, place } = observation
  if (known === undefined)
    return {
      value,
      confidence,
      firstSeenAt,
      lastSeenAt,
      count,
      source,
      place,
      protocols: new Set([protocol]),
      sensors: new Set(sensors),
      explicitly: new Map(confidence === 'explicit' ? [[protocol, lastSeenAt]] : []),
    }
  known.protocols.add(protocol)
  for (const sensor of sensors) known.sensors.add(sensor)
  if (confidence === 'explicit')
    known.explicitly.set(protocol, Math.max(lastSeenAt, known.explicitly.get(protocol) ?? lastSeenAt))
  const isFirst =
    firstSeenAt < known.firstSeenAt ||
    (firstSeenAt === known.firstSeenAt && compareTexts(`${source} ${place}`, `${known.source} ${known.place}`) < 0)
  const better = Math.min(confidences.indexOf(confidence), confidences.indexOf(known.confidence))
  return {
    ...known,
    confidence: confidences[better] ?? confidence,
    firstSeenAt: Math.min(firstSeenAt, known.firstSeenAt),
    lastSeenAt: Math.max(lastSeenAt, known.lastSeenAt),
    count: known.count + count,
    ...(isFirst ? { source, place } : {}),
  }
}

function sortValues(field: ObservedField, values: readonly Told[]): Told[] {
  return values.toSorted((a, b) => rankOfValue(field, b) - rankOfValue(field, a) || compareTexts(a.value, b.value))
}

function fieldsOf(sorted: ReadonlyMap<ObservedField, readonly Told[]>): ObservedFacts['fields'] {
  return Object.fromEntries(
    observedFields.flatMap((field): [ObservedField, ObservedValues][] => {
      const values = sorted.get(field)
      return values === undefined
        ? []
        : [[field, { values: values.slice(0, mostValues).map(toValue), total: values.length }]]
    }),
  )
}

function toValue({ explicitly: _explicitly, protocols, sensors, ...value }: Told): ObservedValue {
  return { ...value, protocols: toNames(protocols), sensors: toNames(sensors) }
}

function toNames(names: ReadonlySet<string>): string[] {
  return [...names].sort(compareTexts).slice(0, mostNames)
}

/** Values that differ as such values are compared, and that were told over the same time. One after the other they are history. */
function conflictsOf(sorted: ReadonlyMap<ObservedField, readonly Told[]>, maker: string): ObservedConflict[] {
  return observedFields.flatMap((field): ObservedConflict[] => {
    const compare = single[field]
    const values = (sorted.get(field) ?? []).filter(({ confidence }) => confidence !== 'weak')
    const [first] = values
    if (compare === undefined || first === undefined) return []
    const rivals = values.filter(
      (each) =>
        compare(each.value, maker) !== compare(first.value, maker) && (field === 'serial' || overlap(each, first)),
    )
    return rivals.length === 0 ? [] : [{ field, values: [first, ...rivals].slice(0, mostValues).map(toValue) }]
  })
}

/** A voice counts as long as it was heard not much before the last one that tells the version. */
const VOICE_MS = 30 * 86_400_000

function versionsOf(sorted: readonly Told[]): ObservedVersion[] {
  const groups = Map.groupBy(sorted, ({ value }) => versionKey(value))
  return [...groups.values()].slice(0, mostValues).flatMap((group): ObservedVersion[] => {
    const [first] = group
    if (first === undefined) return []
    const lastSeenAt = Math.max(...group.map((each) => each.lastSeenAt))
    const heard = group.flatMap(({ explicitly }) => [...explicitly]).filter(([, at]) => at > lastSeenAt - VOICE_MS)
    return [{ ...toValue(first), lastSeenAt, voices: countVoices(heard.map(([protocol]) => protocol)) }]
  })
}
