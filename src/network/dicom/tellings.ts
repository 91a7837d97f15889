import type { ObservedSubject } from '../../model/index.ts'
import { factsOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Telling } from '../protocol.ts'
import { days } from './allowed-tags.ts'
import type { Equipment, EquipmentFound } from './equipment.ts'

/** Kinds of objects that any workstation makes (PS3.3 C.7.3.1.1.1): they do not say what the equipment is. */
const objectsOfWorkstations = ['PR', 'KO', 'SR', 'DOC', 'SEG', 'REG', 'FID', 'OT', 'PLAN', 'RWV', 'M3D', 'ASMT']

/** What equipment did for an object: PS3.16 CID 7005. */
const purposes: ReadonlyMap<string, string> = new Map([
  ['109101', 'acquisition'],
  ['109102', 'processing'],
  ['109103', 'modification'],
  ['109104', 'de-identification'],
  ['109105', 'frame extraction'],
  ['109106', 'conversion'],
])

/** Before it, times count as those of a clock that stands wrong, and so as of now, which an old image must not. */
const earliest = Date.UTC(2000, 0, 1)

/**
 * What a data set says of each thing that had a part in it. None of it speaks of the address that the data set came from: images are forwarded. An AE
 * title is the subject only where the data set has one for the station itself.
 */
export function tellingsOf(found: EquipmentFound): Telling[] {
  const asOf = dayOf(found)
  return everyTelling(found).map((telling) => (asOf === undefined ? telling : { ...telling, asOf }))
}

/** Noon of the day on which the object was made, as the data set says; undefined when it does not. */
export function dayOf({ equipment }: EquipmentFound): number | undefined {
  for (const day of days) {
    const [, year, month, date] = /^(\d{4})\.?(\d\d)\.?(\d\d)$/.exec(equipment[day]?.[0] ?? '') ?? []
    const at = Date.parse(`${year}-${month}-${date}T12:00:00Z`)
    if (Number.isFinite(at)) return Math.max(at, earliest)
  }
  return undefined
}

function everyTelling(found: EquipmentFound): Telling[] {
  return [
    ...tellingOf(subjectOf(found.equipment), factsOfEquipment(found.equipment)),
    ...tellingOf({}, { ...factsOfEquipment(found.capture), role: 'capture' }),
    ...tellingOf({}, detectorFacts(found.detector)),
    ...found.contributing.flatMap((each) => tellingOf({}, { ...factsOfEquipment(each), role: rolesOf(each) })),
    ...found.scheduled.flatMap((each) => tellingOf(subjectOf(each), factsOfEquipment(each))),
    ...found.treatment.flatMap((each) => tellingOf({}, treatmentFacts(each))),
    ...found.directory.flatMap((each) => tellingOf({}, factsOfEquipment(each))),
    ...(found.equipment.retrieveAe ?? []).map((aeTitle): Telling => ({
      subject: { aeTitle },
      facts: factsOf({ aeTitle, role: 'archive' }),
      confidence: 'strong',
    })),
  ]
}

/** The equipment that made the object, as text that is equal for equal equipment; empty when the data set names none. */
export function identityOf({ equipment: { maker, model, serial, stationName, stationAe } }: EquipmentFound): string {
  const parts = [maker, model, serial, stationName, stationAe].map((values) => values?.join('\\') ?? '')
  return parts.every((part) => part === '') ? '' : parts.join('\n')
}

/** True when a data set names, as its own station, the application of this AE title. */
export function isOwnStation(
  { equipment: { stationAe = [], stationName = [] } }: EquipmentFound,
  aeTitle: string,
): boolean {
  const own = aeTitle.toUpperCase()
  return own !== '' && [...stationAe, ...stationName].some((station) => station.toUpperCase() === own)
}

/** What speaks of the equipment as such. */
export function factsOfEquipment(told: Equipment): FactsTold {
  return {
    maker: told.maker,
    model: told.model,
    serial: told.serial,
    udi: told.udi,
    deviceKind: told.deviceKind?.filter((kind) => !objectsOfWorkstations.includes(kind)),
    softwareVersion: told.softwareVersion,
    aeTitle: told.stationAe,
    stationName: told.stationName,
    institution: told.institution,
    department: told.department,
    deviceIdentifier: told.deviceIdentifier,
  }
}

/** Several stations may share one step; then none of them is the one that the rest speaks of. */
function subjectOf({ stationAe = [] }: Equipment): ObservedSubject {
  const [aeTitle, ...others] = stationAe
  return aeTitle === undefined || others.length > 0 ? {} : { aeTitle }
}

function detectorFacts(detector: Equipment): FactsTold {
  // A number alone would be a serial number of nobody.
  return detector.maker === undefined && detector.model === undefined
    ? {}
    : { ...factsOfEquipment(detector), deviceKind: 'detector' }
}

/** A machine of which the plan has only the name is any machine of that name. */
function treatmentFacts(machine: Equipment): FactsTold {
  return machine.serial === undefined && machine.model === undefined
    ? {}
    : { ...factsOfEquipment(machine), deviceKind: 'treatment machine' }
}

function rolesOf({ purpose = [] }: Equipment): string[] {
  return purpose.flatMap((code) => purposes.get(code) ?? [])
}

/** None when no fact names the equipment: an institution or a modality alone says nothing of a device. */
function tellingOf(subject: ObservedSubject, told: FactsTold): Telling[] {
  const names = [told.maker, told.model, told.serial, told.udi, told.softwareVersion, told.stationName, told.aeTitle]
  if (names.every((values) => values === undefined || values.length === 0)) return []
  return [{ subject, facts: factsOf(told), confidence: 'explicit' }]
}
