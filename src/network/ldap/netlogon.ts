import { readName } from '../dns/message.ts'
import { isHostName } from '../dns/names.ts'

/** Answers to the search for a domain controller: with and without a name that is known there (MS-ADTS §6.3.1.9). */
const answers = [23, 25]
const headerLength = 24

/** What a domain controller says of itself when a machine looks for one. */
export interface NetlogonAnswer {
  readonly hostName: string
  readonly domain: string
  readonly namesPerson: boolean
}

/** NETLOGON_SAM_LOGON_RESPONSE_EX: names of forest, domain, host, domain and host in NetBIOS, user, as DNS writes them. Undefined when it is cut, or older. */
export function readNetlogon(bytes: Uint8Array): NetlogonAnswer | undefined {
  if (!answers.includes(bytes[0] ?? 0) || bytes[1] !== 0) return undefined
  const names: string[] = []
  let at = headerLength
  while (names.length < 6) {
    const name = readName(bytes, at)
    if (name === undefined) return undefined
    names.push(name.text)
    at = name.next
  }
  const [, domain = '', hostName = '', , , user = ''] = names
  return isHostName(hostName) && isHostName(domain) ? { hostName, domain, namesPerson: user !== '' } : undefined
}
