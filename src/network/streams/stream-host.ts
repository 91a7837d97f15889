import type { Carrier, Conversation, StreamProtocol } from '../protocol.ts'

/** What a stream needs of the engine. */
export interface StreamHost {
  /** In the order in which they are tried. */
  readonly candidates: readonly StreamProtocol[]
  /** Source is the client. */
  readonly carrier: () => Carrier
  readonly begin: (protocol: StreamProtocol, carrier: Carrier) => Conversation
  /** The protocol's own code threw, which is a fault of ours. */
  readonly fault: (protocol: StreamProtocol, error: unknown) => void
  readonly seenAt: () => number
  readonly recognised: (protocol: StreamProtocol) => void
}
