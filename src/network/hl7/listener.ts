import type { Carrier, Conversation, DroppedKind, Notes, Side } from '../protocol.ts'
import { MessageDraft } from './message.ts'
import type { Hl7Message } from './message.ts'
import { SegmentCutter } from './segments.ts'
import { tellMessage } from './tell-message.ts'

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
      else tellMessage(message, { side, carrier: this.carrier, notes: this.notes })
    })
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
