import type { ObservedConfidence, ObservedSubject } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, Notes, Side } from '../protocol.ts'
import type { DeviceTold } from './device-tree.ts'
import type { Designator, Hl7Message, SoftwareTold } from './message.ts'

export interface MessageHeard {
  /** Who sent it. */
  readonly side: Side
  readonly carrier: Carrier
  readonly notes: Notes
}

type Note = (subject: ObservedSubject, told: FactsTold, confidence: ObservedConfidence) => void

/** What one message tells, in the words of the allow-list. */
export function tellMessage(message: Hl7Message, { side, carrier, notes }: MessageHeard): void {
  const note: Note = (subject, told, confidence) => {
    const facts = factsOf(told)
    if (facts.length > 0) notes.tell({ subject, facts, confidence })
  }
  const [own, other] = side === 'client' ? [carrier.source, carrier.destination] : [carrier.destination, carrier.source]
  const subject = subjectOf(own)
  const isPassedOn = message.sendingAddress !== '' && message.sendingAddress !== own.ip
  const service = side === 'server' ? `hl7/${own.port ?? 0}` : undefined
  note(subject, { role: isPassedOn ? [side, 'gateway'] : side, service }, 'explicit')
  note(isPassedOn ? {} : subject, applicationFacts(message), 'explicit')
  // What the sender calls the other side is not what that calls itself.
  note(
    subjectOf(other),
    { applicationName: message.receivingApplication.name, facility: message.receivingFacility.name },
    'weak',
  )
  // Each application that changed the message added its line (SFT, §2.14.12): the last is the one that sends it.
  for (const [index, software] of message.software.entries())
    note(index === message.software.length - 1 ? subject : {}, softwareFacts(software), 'explicit')
  for (const device of message.devices) {
    const isSender = !isPassedOn && isSame(device, message.application)
    note(isSender ? subject : {}, device, 'explicit')
  }
  // Only equipment reports its own status (ESU^U01); of an inventory or a command it may be the automation that speaks.
  if (message.type === 'ESU^U01' && message.equipment.length === 1)
    note(subject, { deviceIdentifier: message.equipment }, 'strong')
}

function applicationFacts({ application, facility, version, profiles }: Hl7Message): FactsTold {
  return {
    applicationName: application.name === '' ? application.id : application.name,
    facility: facility.name === '' ? facility.id : facility.name,
    deviceIdentifier: isUniqueNumber(application) ? application.id : undefined,
    banner: [version === '' ? '' : `HL7 ${version}`, ...profiles.map(({ name, id }) => (name === '' ? id : name))],
  }
}

function softwareFacts({ maker, product, version }: SoftwareTold): FactsTold {
  return { softwareMaker: maker, softwareProduct: product, softwareProductVersion: version }
}

/** The device whose number (EUI-64) the sending application has for its own. */
function isSame({ deviceIdentifier = [] }: DeviceTold, application: Designator): boolean {
  return isUniqueNumber(application) && deviceIdentifier.includes(application.id)
}

function isUniqueNumber({ id, idType }: Designator): boolean {
  return id !== '' && idType.toUpperCase() === 'EUI-64'
}
