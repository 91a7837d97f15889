import { readNetworkMessage } from '../bacnet/network.ts'
import { Cursor } from '../cursor.ts'
import { subjectOf } from '../facts.ts'
import type { FrameProtocol } from '../protocol.ts'

/** The same directly in Ethernet, as older controllers speak it: known by the interface alone. */
export const bacnetEthernet: FrameProtocol = {
  id: 'bacnet-ethernet',
  name: 'BACnet over Ethernet',
  source: 'ASHRAE 135-2020 clause 7 (LLC 82 82 03), §6.2, §20.1, §12.11',
  secrecy: 'clear',
  over: 'frame',
  carriedIn: ['llc:8282'],
  read(payload, { source: { mac } }, notes) {
    const message = readNetworkMessage(new Cursor(payload), notes)
    if (message === undefined) return
    const subject = message.isRouted ? {} : subjectOf({ mac })
    notes.tell({ subject, facts: message.facts, confidence: 'explicit' })
  },
}
