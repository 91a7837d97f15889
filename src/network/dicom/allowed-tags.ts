import type { ObservedField } from '../../model/index.ts'
import type { DroppedKind } from '../protocol.ts'

/** Which thing a tag speaks of: the equipment that made the object, what captured it a second time, its detector, or what the sequence is about. */
export type Owner = 'equipment' | 'capture' | 'detector'

/** When the equipment made the object, in the order in which they are believed; kept to the day. */
export const days = ['acquiredOn', 'madeOn', 'seriesOn', 'studyOn', 'createdOn'] as const
export type Day = (typeof days)[number]

export interface AllowedTag {
  readonly of: Owner
  readonly field: ObservedField | 'stationAe' | 'retrieveAe' | 'sourceAe' | 'purpose' | 'characterSet' | Day
  /** Before the value, where a bare number would say too little. */
  readonly prefix?: string
}

const equipment = (field: AllowedTag['field'], prefix?: string): AllowedTag => ({
  of: 'equipment',
  field,
  ...(prefix === undefined ? {} : { prefix }),
})

/** The elements that are read, and nothing else: PS3.6 for the tags, PS3.3 C.7.5.1 (equipment), C.8.6.1 (secondary capture), C.8.11.4 (detector), C.4.10 and C.4.14 (steps). */
export const allowedTags: ReadonlyMap<number, AllowedTag> = new Map([
  [0x0002_0012, equipment('implementationClassUid')],
  [0x0002_0013, equipment('implementationVersionName')],
  [0x0002_0016, equipment('sourceAe')],
  [0x0008_0005, equipment('characterSet')],
  [0x0008_0012, equipment('createdOn')],
  [0x0008_0020, equipment('studyOn')],
  [0x0008_0021, equipment('seriesOn')],
  [0x0008_0022, equipment('acquiredOn')],
  [0x0008_0023, equipment('madeOn')],
  [0x0008_0054, equipment('retrieveAe')],
  [0x0008_0055, equipment('stationAe')],
  [0x0008_0060, equipment('deviceKind')],
  [0x0008_0070, equipment('maker')],
  [0x0008_0080, equipment('institution')],
  [0x0008_1010, equipment('stationName')],
  [0x0008_1040, equipment('department')],
  [0x0008_1090, equipment('model')],
  [0x0018_1000, equipment('serial')],
  [0x0018_1002, equipment('deviceIdentifier')],
  [0x0018_1008, equipment('deviceIdentifier', 'gantry ')],
  [0x0018_1020, equipment('softwareVersion')],
  [0x0040_0241, equipment('stationAe')],
  [0x0040_0242, equipment('stationName')],
  [0x0018_1010, { of: 'capture', field: 'deviceIdentifier' }],
  [0x0018_1016, { of: 'capture', field: 'maker' }],
  [0x0018_1018, { of: 'capture', field: 'model' }],
  [0x0018_1019, { of: 'capture', field: 'softwareVersion' }],
  [0x0018_700a, { of: 'detector', field: 'serial' }],
  [0x0018_702a, { of: 'detector', field: 'maker' }],
  [0x0018_702b, { of: 'detector', field: 'model' }],
])

export const udiSequence = 0x0018_100a
export const contributingEquipment = 0x0018_a001
export const scheduledStep = 0x0040_0100
export const purposeOfReference = 0x0040_a170
export const directoryRecords = 0x0004_1220
/** Of a plan of radiotherapy: each beam names the machine that gives it (PS3.3 C.8.8.14). */
export const beams = 0x300a_00b0

/** Sequences whose items are read, and what of them. Inside of the others nothing is. */
export const allowedInItems: ReadonlyMap<number, ReadonlyMap<number, AllowedTag>> = new Map([
  [udiSequence, new Map([[0x0018_1009, equipment('udi')]])],
  [purposeOfReference, new Map([[0x0008_0100, equipment('purpose')]])],
  [
    scheduledStep,
    new Map([
      [0x0008_0060, equipment('deviceKind')],
      [0x0040_0001, equipment('stationAe')],
      [0x0040_0010, equipment('stationName')],
    ]),
  ],
  [contributingEquipment, itemsOfEquipment()],
  [directoryRecords, itemsOfEquipment()],
  [beams, new Map([...itemsOfEquipment(), [0x300a_00b2, equipment('stationName')]])],
])

function itemsOfEquipment(): ReadonlyMap<number, AllowedTag> {
  return new Map([...allowedTags].filter(([tag, { of }]) => of === 'equipment' && tag > 0x0008_0054))
}

/** Nothing above it at the top of a data set is read: pixels, overlays, frames, what else an object holds follows. */
export const lastTag = 0x300a_00b0

/** Which kind of content an element is that is left out, for the counts; undefined: neither of a person nor of an examination. */
export function droppedKindOf(tag: number): DroppedKind | undefined {
  const group = Math.floor(tag / 0x10000)
  if (group === 0x0010 || group === 0x0038) return 'patient'
  if (group === 0x7fe0) return 'image'
  if (persons.has(tag)) return 'person'
  if (identifiers.has(tag)) return 'identifier'
  if (group === 0x0032 || texts.has(tag)) return 'text'
  return tag >= 0x0008_0013 && tag <= 0x0008_0035 && !notTimes.has(tag) ? 'time' : undefined
}

const notTimes = new Set([0x0008_0014, 0x0008_0016, 0x0008_0017, 0x0008_0018, 0x0008_001a, 0x0008_001b])
const persons = new Set([
  0x0008_0090, 0x0008_0092, 0x0008_0094, 0x0008_1048, 0x0008_1049, 0x0008_1050, 0x0008_1052, 0x0008_1060, 0x0008_1062,
  0x0008_1070, 0x0008_1072, 0x0040_0006, 0x0040_a123,
])
const identifiers = new Set([
  0x0008_0018, 0x0008_0050, 0x0008_1110, 0x0008_1111, 0x0008_1120, 0x0008_1140, 0x0020_000d, 0x0020_000e, 0x0020_0010,
  0x0020_0052,
])
const texts = new Set([
  0x0008_1030, 0x0008_103e, 0x0008_1080, 0x0018_1030, 0x0018_1400, 0x0020_4000, 0x0040_0254, 0x0040_0275,
])
