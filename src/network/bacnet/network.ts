import type { ObservedFact } from '../../model/index.ts'
import type { Cursor } from '../cursor.ts'
import { factsOf } from '../facts.ts'
import type { FactsTold } from '../facts.ts'
import type { Notes } from '../protocol.ts'
import { iAm, readProperties, readProperty } from './services.ts'

const I_AM = 0
const READ_PROPERTY = 12
const READ_PROPERTIES = 14

export interface BacnetMessage {
  readonly facts: readonly ObservedFact[]
  /** It came from another network, through a router. */
  readonly isRouted: boolean
}

/** A message of the network layer (ASHRAE 135-2020 §6.2), whatever carries it. Undefined when it tells nothing of a device. */
export function readNetworkMessage(cursor: Cursor, notes: Notes): BacnetMessage | undefined {
  const isRouted = skipNetworkLayer(cursor)
  if (isRouted === undefined) return undefined
  const facts = factsOf(toldIn(cursor, notes) ?? {})
  if (cursor.isShort) notes.malformed()
  return cursor.isShort || facts.length === 0 ? undefined : { facts, isRouted }
}

/** §6.2.2: version 1, control, destination and source network. True when the message came from another network; undefined: a network message. */
function skipNetworkLayer(cursor: Cursor): boolean | undefined {
  if (cursor.u8() !== 1) return undefined
  const control = cursor.u8()
  const hasDestination = (control & 0x20) !== 0
  const hasSource = (control & 0x08) !== 0
  if (hasDestination) {
    cursor.skip(2)
    cursor.skip(cursor.u8())
  }
  if (hasSource) {
    cursor.skip(2)
    cursor.skip(cursor.u8())
  }
  if (hasDestination) cursor.skip(1)
  return (control & 0x80) !== 0 || cursor.isShort ? undefined : hasSource
}

/** §20.1: unconfirmed requests (1) and unsegmented answers (3). */
function toldIn(cursor: Cursor, notes: Notes): FactsTold | undefined {
  const first = cursor.u8()
  if (first >> 4 === 1) return cursor.u8() === I_AM ? iAm(cursor.take(cursor.left)) : undefined
  if (first >> 4 !== 3 || (first & 8) !== 0) return undefined
  cursor.skip(1)
  const service = cursor.u8()
  if (service === READ_PROPERTY) return readProperty(cursor.take(cursor.left), notes)
  return service === READ_PROPERTIES ? readProperties(cursor.take(cursor.left), notes) : undefined
}
