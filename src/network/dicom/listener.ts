import type { ObservedSubject } from '../../model/index.ts'
import { factsOf, subjectOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, Conversation, DroppedKind, Endpoint, Notes, Side } from '../protocol.ts'
import { readAssociation } from './association.ts'
import type { Association } from './association.ts'
import { softwareOf } from './implementations.ts'
import { deflatedTransferSyntax, MessageSide } from './messages.ts'
import type { MessageRead } from './messages.ts'
import { PduSide } from './pdu.ts'
import { Sender } from './sender.ts'
import { hintsOfRequester, rolesOfServer } from './sop-classes.ts'
import { tellingsOf } from './tellings.ts'

/** As many values of one field as one telling holds; an archive accepts up to 128 classes. */
const classesAtOnce = 64

/** One association: tells who its two ends are, and what the objects that pass say of the equipment that made them. */
export class AssociationListener implements Conversation {
  private readonly carrier: Carrier
  private readonly notes: Notes
  private readonly sides: Readonly<Record<Side, PduSide>>
  private readonly senders: Partial<Record<Side, Sender>> = {}
  private readonly deflatedContexts = new Set<number>()
  private request: Association | undefined

  constructor(carrier: Carrier, notes: Notes) {
    this.carrier = carrier
    this.notes = notes
    this.sides = { client: this.sideOf('client'), server: this.sideOf('server') }
  }

  take(bytes: Uint8Array, from: Side): 'more' | 'enough' {
    this.sides[from].take(bytes)
    return 'more'
  }

  gap(bytes: number, from: Side): 'more' | 'enough' {
    this.sides[from].gap(bytes)
    return 'more'
  }

  end(): void {
    this.senders.client?.end()
    this.senders.server?.end()
  }

  private sideOf(side: Side): PduSide {
    const messages = new MessageSide({
      message: (message) => this.onMessage(side, message),
      malformed: () => this.notes.malformed(),
      isDeflated: (contextId) => this.deflatedContexts.has(contextId),
    })
    return new PduSide({
      whole: (type, body) => {
        if (type === 1) this.requested(body)
        if (type === 2) this.accepted(body)
      },
      fragment: (fragment, bytes, isEnd) => messages.fragment(fragment, bytes, isEnd),
      broken: () => messages.broken(),
      malformed: () => this.notes.malformed(),
    })
  }

  private onMessage(side: Side, message: MessageRead): void {
    for (const [kind, count] of Object.entries(message.found.dropped)) this.notes.drop(kind as DroppedKind, count)
    const sender = (this.senders[side] ??= new Sender(this.subjectOf(side), this.notes))
    if (message.service === 'find') {
      sender.asked(message)
      return
    }
    for (const telling of tellingsOf(message.found)) this.notes.tell(telling)
    if (message.service !== 'found') sender.sent(message)
  }

  private subjectOf(side: Side): ObservedSubject {
    return side === 'client'
      ? speaker(this.carrier.source, this.request?.callingAeTitle ?? '')
      : speaker(this.carrier.destination, this.request?.calledAeTitle ?? '')
  }

  private requested(body: Uint8Array): void {
    const request = this.read(body)
    this.request = request
    const subject = speaker(this.carrier.source, request.callingAeTitle)
    const offered = [...new Set(request.contexts.map(({ abstractSyntax }) => abstractSyntax))]
    this.tellEnd(subject, request, { role: request.requesterIsScp ? ['scu', 'scp'] : 'scu' }, offered)
    this.tellHints(subject, hintsOfRequester(offered))
  }

  private accepted(body: Uint8Array): void {
    const answer = this.read(body)
    // The answer repeats the titles in fields that are not to be tested (PS3.8 table 9-17): what was asked for counts, if it was seen.
    const subject = speaker(this.carrier.destination, this.request?.calledAeTitle ?? answer.calledAeTitle)
    const classes = new Map(this.request?.contexts.map(({ id, abstractSyntax }) => [id, abstractSyntax]))
    const accepted = answer.contexts.filter(({ isAccepted }) => isAccepted).flatMap(({ id }) => classes.get(id) ?? [])
    for (const { id, isAccepted, transferSyntaxes } of answer.contexts)
      if (isAccepted && transferSyntaxes[0] === deflatedTransferSyntax) this.deflatedContexts.add(id)
    const service = `dicom/${this.carrier.destination.port ?? 0}`
    this.tellEnd(subject, answer, { role: 'scp', service }, [...new Set(accepted)])
    this.tellHints(subject, { role: rolesOfServer(accepted) })
  }

  private read(body: Uint8Array): Association {
    const association = readAssociation(body)
    if (association.isMalformed) this.notes.malformed()
    if (association.identities > 0) this.notes.drop('credential', association.identities)
    return association
  }

  private tellEnd(subject: ObservedSubject, end: Association, told: FactsTold, classes: readonly string[]): void {
    const { implementationClassUid, implementationVersionName } = end
    const facts = { ...told, aeTitle: subject.aeTitle, implementationClassUid, implementationVersionName }
    for (let at = 0; at === 0 || at < classes.length; at += classesAtOnce) {
      const sopClass = classes.slice(at, at + classesAtOnce)
      this.notes.tell({
        subject,
        facts: factsOf(at === 0 ? { ...facts, sopClass } : { sopClass }),
        confidence: 'explicit',
      })
    }
    const software = factsOf(softwareOf(implementationClassUid, implementationVersionName))
    if (software.length > 0) {
      const isNamed = software.some(({ field }) => field === 'softwareProduct')
      this.notes.tell({ subject, facts: software, confidence: isNamed ? 'strong' : 'weak' })
    }
  }

  private tellHints(subject: ObservedSubject, hints: FactsTold): void {
    const facts = factsOf(hints)
    if (facts.length > 0) this.notes.tell({ subject, facts, confidence: 'weak' })
  }
}

function speaker(endpoint: Endpoint, aeTitle: string): ObservedSubject {
  return { ...subjectOf(endpoint), ...(aeTitle === '' ? {} : { aeTitle }) }
}
