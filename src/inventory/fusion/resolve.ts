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
import { MOST_VERSIONS } from './version-seen.ts'
import { countVoices } from './voices.ts'

/** So many values of a field are kept; the others are counted. */
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

/** A value as the observations tell it, while they are read. */
interface Told extends Writable<Omit<ObservedValue, 'protocols' | 'sensors'>> {
  /** The observation that told it last: one that says a value twice counts once. */
  by: KeptObservation
  readonly protocols: Set<string>
  readonly sensors: Set<string>
  /** Those that tell it in a field made for it, with when they did last. */
  readonly explicitly: Map<string, number>
}

type Writable<T> = { -readonly [Key in keyof T]: T[Key] }

/** What the observations of one device stand on. */
export interface ResolveGround {
  readonly sightings: ReadonlyMap<string, Sighting>
  /** What the device is known by: MAC addresses of a sighting that are not among it are those of a router or a gateway. */
  readonly anchors: readonly string[]
}

/** What the observations of one device come to. Their order does not matter. */
export function resolveFacts(given: readonly KeptObservation[], ground: ResolveGround): ObservedFacts {
  const anchors = new Set(ground.anchors)
  const told = new Map<ObservedField, Map<string, Told>>()
  for (const observation of given) {
    readFacts(told, observation, anchors)
    const sighting = ground.sightings.get(observation.sightingId)
    if (sighting !== undefined) readAddresses(told, observation, { sighting, anchors })
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
    observations: given.length,
    firstSeenAt: given.reduce((first, { firstSeenAt }) => Math.min(first, firstSeenAt), Infinity),
    lastSeenAt: given.reduce((last, { lastSeenAt }) => Math.max(last, lastSeenAt), -Infinity),
  }
}

type ToldFields = Map<ObservedField, Map<string, Told>>

function readFacts(told: ToldFields, observation: KeptObservation, anchors: ReadonlySet<string>): void {
  for (const [field, value] of observation.facts) {
    if (field === 'mac' && !anchors.has(ofMac(value))) continue
    if (field === 'softwareVersion' || field === 'firmwareVersion')
      note(told, observation, [field, versionsIn(observation, field)])
    else note(told, observation, [field, value])
  }
}

/** Versions that one message tells together are no rivals: they stand as DICOM writes several values, with `\` between them. */
function versionsIn({ facts }: KeptObservation, field: ObservedField): string {
  const values = facts.filter((fact) => fact[0] === field).map(([, value]) => value)
  return values.length === 1 ? (values[0] ?? '') : [...new Set(values)].sort(compareTexts).join('\\')
}

/** What the subject was called by, as facts; a MAC address of a router or a gateway is not the device's. */
function readAddresses(
  told: ToldFields,
  observation: KeptObservation,
  { sighting, anchors }: { readonly sighting: Sighting; readonly anchors: ReadonlySet<string> },
): void {
  const { macs, ips, aeTitle, hostName } = sighting
  for (const mac of macs)
    if (anchors.has(ofMac(mac)) || ips.some((ip) => anchors.has(ofLocalMac(mac, ip))))
      note(told, observation, ['mac', mac])
  for (const ip of ips) note(told, observation, ['ip', ip])
  const isTold = (field: ObservedField): boolean => observation.facts.some((fact) => fact[0] === field)
  if (aeTitle !== null && !isTold('aeTitle')) note(told, observation, ['aeTitle', aeTitle])
  if (hostName !== null && !isTold('hostName')) note(told, observation, ['hostName', hostName])
}

const confidences: readonly ObservedConfidence[] = ['explicit', 'strong', 'weak']

function note(told: ToldFields, observation: KeptObservation, [field, value]: readonly [ObservedField, string]): void {
  let values = told.get(field)
  if (values === undefined) {
    values = new Map()
    told.set(field, values)
  }
  const known = values.get(value)
  if (known === undefined) values.set(value, firstTold(observation, value))
  else if (known.by !== observation) tellAgain(known, observation)
}

function firstTold(by: KeptObservation, value: string): Told {
  const { protocol, confidence, firstSeenAt, lastSeenAt, count, sensors, source, place } = by
  const explicitly = new Map(confidence === 'explicit' ? [[protocol, lastSeenAt]] : [])
  const names = { protocols: new Set([protocol]), sensors: new Set(sensors), explicitly }
  return { by, value, confidence, firstSeenAt, lastSeenAt, count, source, place, ...names }
}

function tellAgain(known: Told, by: KeptObservation): void {
  const { protocol, confidence, firstSeenAt, lastSeenAt, sensors } = by
  known.protocols.add(protocol)
  for (const sensor of sensors) known.sensors.add(sensor)
  if (confidence === 'explicit')
    known.explicitly.set(protocol, Math.max(lastSeenAt, known.explicitly.get(protocol) ?? lastSeenAt))
  if (isEarlier(by, known)) [known.source, known.place] = [by.source, by.place]
  if (confidences.indexOf(confidence) < confidences.indexOf(known.confidence)) known.confidence = confidence
  known.by = by
  known.firstSeenAt = Math.min(firstSeenAt, known.firstSeenAt)
  known.lastSeenAt = Math.max(lastSeenAt, known.lastSeenAt)
  known.count += by.count
}

/** At the same time the first by source and place is told, so that the order of reading does not matter. */
function isEarlier(a: KeptObservation, b: Told): boolean {
  if (a.firstSeenAt !== b.firstSeenAt) return a.firstSeenAt < b.firstSeenAt
  return compareTexts(`${a.source} ${a.place}`, `${b.source} ${b.place}`) < 0
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

function toValue({ by: _by, explicitly: _explicitly, protocols, sensors, ...value }: Told): ObservedValue {
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

/** What is more than a hint goes first. One more than can be weighed says that there are others. */
function versionsOf(sorted: readonly Told[]): ObservedVersion[] {
  const hintsLast = [
    ...sorted.filter(({ confidence }) => confidence !== 'weak'),
    ...sorted.filter(({ confidence }) => confidence === 'weak'),
  ]
  const groups = Map.groupBy(hintsLast, ({ value }) => versionKey(value))
  return [...groups.values()].slice(0, MOST_VERSIONS + 1).flatMap((group): ObservedVersion[] => {
    const [first] = group
    if (first === undefined) return []
    const lastSeenAt = Math.max(...group.map((each) => each.lastSeenAt))
    const heard = group.flatMap(({ explicitly }) => [...explicitly]).filter(([, at]) => at > lastSeenAt - VOICE_MS)
    return [{ ...toValue(first), lastSeenAt, voices: countVoices(heard.map(([protocol]) => protocol)) }]
  })
}
