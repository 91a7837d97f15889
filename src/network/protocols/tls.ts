import type { StreamProtocol } from '../protocol.ts'
import { looksLikeTls, tlsConversation } from '../tls/conversation.ts'

/** Names and certificates of servers and of machines, and the fingerprints of clients (JA3, JA4) and servers (JA3S). */
export const tls: StreamProtocol = {
  over: 'stream',
  id: 'tls',
  name: 'TLS',
  source: 'RFC 8446 §4.1; RFC 5246 §7.4; RFC 6066 §3; JA3; JA4 of clients (FoxIO)',
  secrecy: 'encrypted',
  ports: [443, 8443, 993, 995, 465, 636, 2762, 990],
  beginsLater: true,
  recognises: (bytes) => looksLikeTls(bytes),
  begin: tlsConversation,
}
