import type { ObservedSubject } from '../../model/index.ts'
import { factsOf } from '../facts.ts'
import type { Notes } from '../protocol.ts'
import type { MessageRead } from './messages.ts'
import { dayOf, factsOfEquipment, identityOf, isOwnStation } from './tellings.ts'

/**
 * Decides whether the application that sends objects is the equipment that made them. It is when every object of the association names one and the
 * same equipment, whose station is the sender's own title, and nobody else asked for them. An archive or a router fails one of the three; its address
 * then learns nothing of the equipment.
 */
export class Sender {
  private readonly subject: ObservedSubject
  private readonly notes: Notes
  private identity: string | undefined
  private own: MessageRead | undefined
  private isArchive = false

  constructor(subject: ObservedSubject, notes: Notes) {
    this.subject = subject
    this.notes = notes
  }

  sent(message: MessageRead): void {
    if (message.isForwarded) this.toldArchive('strong')
    const identity = message.isWhole ? identityOf(message.found) : ''
    if (identity === '' || this.isArchive) return
    this.identity ??= identity
    if (this.identity !== identity) this.toldArchive('weak')
    else if (isOwnStation(message.found, this.subject.aeTitle ?? '')) this.own = message
  }

  /** The query for a worklist is filled in with the station that asks. */
  asked({ found: { scheduled } }: MessageRead): void {
    for (const { deviceKind, stationAe = [] } of scheduled) {
      const [asker, ...others] = stationAe
      if (asker === undefined || others.length > 0 || asker !== this.subject.aeTitle) continue
      this.notes.tell({ subject: this.subject, facts: factsOf({ deviceKind, role: 'modality' }), confidence: 'strong' })
    }
  }

  /** The association is over: only now is it known that no second equipment followed. */
  end(): void {
    if (this.own === undefined || this.isArchive) return
    const facts = factsOf(factsOfEquipment(this.own.found.equipment))
    const asOf = dayOf(this.own.found)
    this.notes.tell({ subject: this.subject, facts, confidence: 'explicit', ...(asOf === undefined ? {} : { asOf }) })
    this.own = undefined
  }

  private toldArchive(confidence: 'strong' | 'weak'): void {
    if (this.isArchive) return
    this.isArchive = true
    this.notes.tell({ subject: this.subject, facts: factsOf({ role: 'archive' }), confidence })
  }
}
