import { looksLikeLdap, tellLdap } from '../ldap/message.ts'
import type { DatagramProtocol } from '../protocol.ts'

/** How machines of a Windows domain find their domain controller: both say their names. */
export const cldap: DatagramProtocol = {
  id: 'cldap',
  name: 'CLDAP (LDAP ping)',
  source: 'MS-ADTS §6.3.3 (LDAP ping), §6.3.1.9 (answer); RFC 4511 §4.1.1, §4.5 (messages, search)',
  secrecy: 'clear',
  over: 'datagram',
  ports: [389],
  recognises: looksLikeLdap,
  read: (bytes, { source }, notes) => tellLdap(bytes, { source, notes }),
}
