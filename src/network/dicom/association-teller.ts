import type { ObservedSubject } from '../../model/index.ts'
import { factsOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Carrier, Conversation, Endpoint, Notes, Side } from '../protocol.ts'
import { readAssociation } from './association.ts'
import type { Association } from './association.ts'
import { softwareOf } from './implementations.ts'
import { PduSide } from './pdu.ts'
import { hintsOfRequester, rolesOfServer } from './sop-classes.ts'

/** As many values of one field as one telling holds; an archive accepts up to 128 classes. */
const classesAtOnce = 64

/** One association: tells who its two ends are. */
export class AssociationTeller implements Conversation {
  private readonly carrier: Carrier
  private readonly notes: Notes
  private readonly sides: Readonly<Record<Side, PduSide>>
  private request: Association | undefined

  constructor(carrier: Carrier, notes: Notes) {
    this.carrier = carrier
    this.notes = notes
    this.sides = { client: this.sideOf(), server: this.sideOf() }
  }

  take(bytes: Uint8Array, from: Side): 'more' | 'enough' {
    this.sides[from].take(bytes)
    return 'more'
  }

  gap(bytes: number, from: Side): 'more' | 'enough' {
    this.sides[from].gap(bytes)
    return 'more'
  }

  private sideOf(): PduSide {
    return new PduSide({
      whole: (type, body) => {
        if (type === 1) this.requested(body)
        if (type === 2) this.accepted(body)
      },
      fragment: () => {},
      broken: () => {},
      malformed: () => this.notes.malformed(),
    })
  }

  private requested(body: Uint8Array): void {
    const request = this.read(body)
    this.request = request
    const subject = subjectOf(this.carrier.source, request.callingAeTitle)
    const offered = [...new Set(request.contexts.map(({ abstractSyntax }) => abstractSyntax))]
    this.tellEnd(subject, request, { role: request.requesterIsScp ? ['scu', 'scp'] : 'scu' }, offered)
    this.tellHints(subject, hintsOfRequester(offered))
  }

  private accepted(body: Uint8Array): void {
    const answer = this.read(body)
    // The answer repeats the titles in fields that are not to be tested (PS3.8 table 9-17): what was asked for counts, if it was seen.
    const subject = subjectOf(this.carrier.destination, this.request?.calledAeTitle ?? answer.calledAeTitle)
    const classes = new Map(this.request?.contexts.map(({ id, abstractSyntax }) => [id, abstractSyntax]))
    const accepted = answer.contexts.filter(({ isAccepted }) => isAccepted).flatMap(({ id }) => classes.get(id) ?? [])
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

function subjectOf({ mac, ip }: Endpoint, aeTitle: string): ObservedSubject {
  return {
    ...(mac === undefined ? {} : { mac }),
    ...(ip === undefined ? {} : { ip }),
    ...(aeTitle === '' ? {} : { aeTitle }),
  }
}
