import { ipText, macText } from '../packet/addresses.ts'
import { noMac } from '../packet/frame.ts'
import type { Frame } from '../packet/frame.ts'
import type { Carrier, Endpoint } from '../protocol.ts'

/** The packet's own ends. `hasIp`, `hasPorts`: what its layers gave. */
export function carrierOf(
  frame: Frame,
  { hasIp, hasPorts }: { readonly hasIp: boolean; readonly hasPorts: boolean },
): Carrier {
  const sourceMac = frame.sourceMacHigh === noMac ? undefined : macText(frame.sourceMacHigh, frame.sourceMacLow)
  const destinationMac =
    frame.destinationMacHigh === noMac ? undefined : macText(frame.destinationMacHigh, frame.destinationMacLow)
  const sourceIp = hasIp ? ipText(frame.source0, frame.source1, frame.source2, frame.source3) : undefined
  const destinationIp = hasIp
    ? ipText(frame.destination0, frame.destination1, frame.destination2, frame.destination3)
    : undefined
  const source = endpointOf(sourceMac, sourceIp, hasPorts ? frame.sourcePort : undefined)
  const destination = endpointOf(destinationMac, destinationIp, hasPorts ? frame.destinationPort : undefined)
  const { seenAt, vlan } = frame
  return vlan < 0 ? { seenAt, source, destination } : { seenAt, source, destination, vlan }
}

/** An end, of what is known of it. */
export function endpointOf(mac: string | undefined, ip: string | undefined, port: number | undefined): Endpoint {
  if (mac !== undefined && ip !== undefined && port !== undefined) return { mac, ip, port }
  return {
    ...(mac === undefined ? {} : { mac }),
    ...(ip === undefined ? {} : { ip }),
    ...(port === undefined ? {} : { port }),
  }
}
