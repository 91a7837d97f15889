import { X509Certificate } from 'node:crypto'
import { Cursor } from '../cursor.ts'
import { factsOf } from '../facts.ts'
import type { ObservedFact } from '../../model/index.ts'

const maxNames = 8

/** What the first certificate of a chain tells of the machine that showed it; `namesPerson`: a name or an address of a person was left out. */
export interface CertificateTold {
  readonly facts: readonly ObservedFact[]
  readonly namesPerson: boolean
}

/** The body of a Certificate message up to TLS 1.2 (RFC 5246 §7.4.2). Undefined when it holds none, or none that can be read. */
export function readCertificate(body: Uint8Array, from: 'client' | 'server'): CertificateTold | undefined {
  const cursor = new Cursor(body)
  cursor.skip(3)
  const der = cursor.take(cursor.u24())
  if (cursor.isShort || der.length === 0) return undefined
  try {
    return toTold(new X509Certificate(der), from)
  } catch {
    return undefined // malformed DER; the caller counts it
  }
}

function toTold(certificate: X509Certificate, from: 'client' | 'server'): CertificateTold {
  const subject = partsOf(certificate.subject, from)
  const isSelfSigned = certificate.issuer === certificate.subject
  const issuer = partsOf(certificate.issuer, isSelfSigned ? from : 'server')
  const names = [...(certificate.subjectAltName ?? '').matchAll(/DNS:([A-Za-z0-9._*-]{1,253})/g)].map(
    ([, name = '']) => name,
  )
  return {
    facts: factsOf({
      certificateSubject: subject.kept.join(', '),
      certificateIssuer: issuer.kept.join(', '),
      certificateNotAfter: certificate.validToDate.toISOString().slice(0, 10),
      certificateSha256: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
      ...(from === 'server' ? { serverName: names.slice(0, maxNames) } : {}),
    }),
    namesPerson: subject.namesPerson || issuer.namesPerson,
  }
}

/** A distinguished name part by part. Addresses of mail and names of persons are left out; the name of a client is kept only when it is a machine's. */
function partsOf(name: string | undefined, from: 'client' | 'server'): { kept: string[]; namesPerson: boolean } {
  const parts = (name ?? '').split('\n').filter((part) => part !== '')
  const kept = parts.filter((part) => {
    if (/^(?:emailAddress|UID|GN|SN|givenName|surname|title|initials|pseudonym)=/i.test(part) || part.includes('@'))
      return false
    return !part.startsWith('CN=') || from === 'server' || isMachineName(part.slice(3))
  })
  return { kept, namesPerson: kept.length < parts.length }
}

/** One word that holds a digit, a dot or a dash; `Jane Doe` is none. */
function isMachineName(name: string): boolean {
  return !/\s/.test(name) && /[\d.-]/.test(name)
}
