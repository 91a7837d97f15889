import { isIpAddress } from '../model/index.ts'
import type { FlowEnd, Observation, ObservedFact, ObservedFlow } from '../model/index.ts'
import { plainText } from './plain-text.ts'

const mostName = 512

/** The observation without what is called an address and is none: addresses come to stand in rules for firewalls. Names are text that can be stored. */
export function soundObservation(observation: Observation): Observation {
  const { aeTitle, hostName, ...end } = observation.subject
  const subject = { ...soundEnd(end), ...toName('aeTitle', aeTitle), ...toName('hostName', hostName) }
  return { ...observation, subject, facts: observation.facts.filter(isSound) }
}

/** The flow with the addresses that are some. */
export function soundFlow(flow: ObservedFlow): ObservedFlow {
  return { ...flow, client: soundEnd(flow.client), server: soundEnd(flow.server) }
}

function soundEnd({ mac, ip }: FlowEnd): FlowEnd {
  return { ...(mac !== undefined && isMac(mac) ? { mac } : {}), ...(ip !== undefined && isIpAddress(ip) ? { ip } : {}) }
}

function toName(field: 'aeTitle' | 'hostName', text = ''): Readonly<Record<string, string>> {
  const name = plainText(text.slice(0, mostName))
  return name === '' ? {} : { [field]: name }
}

function isSound({ field, value }: ObservedFact): boolean {
  return field === 'ip' ? isIpAddress(value) : field !== 'mac' || isMac(value)
}

function isMac(text: string): boolean {
  return /^[\da-f]{2}(?::[\da-f]{2}){5}$/i.test(text)
}
