import type { ObservedSubject } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, Conversation, DroppedKind, Notes, Side } from '../protocol.ts'
import type { DeviceTold } from './device-tree.ts'
import { MessageDraft } from './message.ts'
import type { Designator, Hl7Message, SoftwareTold } from './message.ts'
import { SegmentCutter } from './segments.ts'

/** One connection on which messages pass, framed or not, one or many. */
export class Hl7Listener implements Conversation {
  private readonly carrier: Carrier
  private readonly notes: Notes
  private readonly sides: Readonly<Record<Side, MessageCutter>>

  constructor(carrier: Carrier, notes: Notes) {
    this.carrier = carrier
    this.notes = notes
    this.sides = { client: this.sideOf('client'), server: this.sideOf('server') }
  }

  take(bytes: Uint8Array, from: Side): 'more' {
    this.sides[from].take(bytes)
    return 'more'
  }

  gap(_bytes: number, from: Side): 'more' {
    this.sides[from].broken()
    return 'more'
  }

  end(): void {
    this.sides.client.end()
    this.sides.server.end()
  }

  private sideOf(side: Side): MessageCutter {
    return new MessageCutter((message, dropped) => {
      for (const [kind, count] of Object.entries(dropped)) this.notes.drop(kind as DroppedKind, count)
      if (message === undefined) this.notes.malformed()
      else this.tell(side, message)
    })
  }

  private tell(side: Side, message: Hl7Message): void {
    const [own, other] =
      side === 'client'
        ? [this.carrier.source, this.carrier.destination]
        : [this.carrier.destination, this.carrier.source]
    const subject = subjectOf(own)
    const isPassedOn = message.sendingAddress !== '' && message.sendingAddress !== own.ip
    const service = side === 'server' ? `hl7/${own.port ?? 0}` : undefined
    this.note(subject, { role: isPassedOn ? [side, 'gateway'] : side, service }, 'explicit')
    this.note(isPassedOn ? {} : subject, applicationFacts(message), 'explicit')
    // What the sender calls the other side is not what that calls itself.
    this.note(
      subjectOf(other),
      { applicationName: message.receivingApplication.name, facility: message.receivingFacility.name },
      'weak',
    )
    // Each application that changed the message added its line (SFT, §2.14.12): the last is the one that sends it.
    for (const [index, software] of message.software.entries())
      this.note(index === message.software.length - 1 ? subject : {}, softwareFacts(software), 'explicit')
    for (const device of message.devices) {
      const isSender = !isPassedOn && isSame(device, message.application)
      this.note(isSender ? subject : {}, device, 'explicit')
    }
    // Only equipment reports its own status (ESU^U01); of an inventory or a command it may be the automation that speaks.
    if (message.type === 'ESU^U01' && message.equipment.length === 1)
      this.note(subject, { deviceIdentifier: message.equipment }, 'strong')
  }

  private note(subject: ObservedSubject, told: FactsTold, confidence: 'explicit' | 'strong' | 'weak'): void {
    const facts = factsOf(told)
    if (facts.length > 0) this.notes.tell({ subject, facts, confidence })
  }
}

/** One side: segments → messages. Calls back with nothing when what came was no message. */
export class MessageCutter {
  private readonly segments: SegmentCutter
  private draft: MessageDraft | undefined
  private readonly onMessage: (message: Hl7Message | undefined, dropped: MessageDraft['dropped']) => void

  constructor(onMessage: MessageCutter['onMessage']) {
    this.onMessage = onMessage
    this.segments = new SegmentCutter({
      wants: (name) => this.wants(name),
      segment: (name, bytes) => this.draft?.segment(name, bytes),
      endOfBlock: () => this.finish(),
    })
  }

  take(bytes: Uint8Array): void {
    this.segments.take(bytes)
  }

  broken(): void {
    this.segments.broken()
  }

  end(): void {
    this.segments.end()
    this.finish()
  }

  private wants(name: string): boolean {
    // Batches hold messages one after the other; each begins with its own header (§2.10.3).
    if (name === 'MSH' || name === 'FHS' || name === 'BHS' || name === 'BTS' || name === 'FTS') this.finish()
    if (name === 'MSH') this.draft = new MessageDraft()
    return this.draft?.wants(name) ?? false
  }

  private finish(): void {
    const { draft } = this
    this.draft = undefined
    if (draft !== undefined) this.onMessage(draft.finish(), draft.dropped)
  }
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
