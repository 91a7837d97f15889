import { looksLikeKerberos, tellKerberos } from '../kerberos/message.ts'
import type { DatagramProtocol } from '../protocol.ts'

/** Machines that log on to a directory, by name, and the servers that let them. Names of persons are counted and forgotten. */
export const kerberos: DatagramProtocol = {
  id: 'kerberos',
  name: 'Kerberos',
  source: 'RFC 4120 §5.2.2 (names), §5.2.5 (addresses), §5.4 (requests and answers), §5.9.1 (errors), §7.2.1 (UDP)',
  secrecy: 'mixed',
  over: 'datagram',
  ports: [88],
  recognises: looksLikeKerberos,
  read: (bytes, { source }, notes) => tellKerberos(bytes, { source, notes }),
}
