import { bundleFromJSON } from '@sigstore/bundle'
import type { Bundle } from '@sigstore/bundle'
import { HashAlgorithm, TrustedRoot } from '@sigstore/protobuf-specs'
import { toSignedEntity, toTrustMaterial, VerificationError, Verifier } from '@sigstore/verify'
import { createHash, X509Certificate } from 'node:crypto'
import type { SignatureFacts, SignatureFault, SignatureState } from '../model/index.ts'
import type { DetachedSignature } from './openpgp.ts'
import { maxBundleDepth, maxBundleEntries } from './limits.ts'
import { invalid, plain, reasonOf, unknownKey } from './state.ts'
import { faultOfTerm } from './trusted-key.ts'
import type { TrustedKey } from './trusted-key.ts'

/** A Sigstore bundle is JSON. */
export function looksLikeSigstore(signature: Uint8Array): boolean {
  return /^\s*\{/.test(Buffer.from(signature.subarray(0, 200)).toString('latin1'))
}

/**
 * The signature of a Sigstore bundle (v0.1–0.3; of the bytes themselves, or an in-toto statement that names their digest). Nothing is fetched: it
 * is judged by trusted roots that were given as files. Valid only when the certificate names exactly the subject and issuer that are trusted.
 */
export function verifySigstore(given: DetachedSignature): SignatureState {
  try {
    const value: unknown = JSON.parse(Buffer.from(given.signature).toString('utf8'))
    if (holdsTooMuch(value))
      return invalid({ kind: 'sigstore' }, 'malformed', `a list of more than ${maxBundleEntries} entries, or too deep`)
    return verifyBundle(bundleFromJSON(value), given)
  } catch (error) {
    return invalid({ kind: 'sigstore' }, 'malformed', reasonOf(error))
  }
}

/** Each entry is parsed and verified by itself; a file of a million takes the library seconds and hundreds of megabytes. */
function holdsTooMuch(value: unknown, depth = 0): boolean {
  if (typeof value !== 'object' || value === null) return false
  if (depth > maxBundleDepth || (Array.isArray(value) && value.length > maxBundleEntries)) return true
  return Object.values(value).some((inner) => holdsTooMuch(inner, depth + 1))
}

function verifyBundle(bundle: Bundle, given: DetachedSignature): SignatureState {
  const certificate = certificateOf(bundle)
  const facts = factsOf(bundle, certificate)
  const fault = faultOfDigest(bundle, given.bytes)
  if (fault !== undefined) return invalid(facts, ...fault)
  if (certificate === undefined)
    return unknownKey(facts, 'keyNotGiven', 'the bundle names a key by a hint, and holds no certificate')
  const roots = given.keys.filter(({ kind }) => kind === 'sigstore')
  if (roots.length === 0) return unknownKey(facts, 'noTrustedRoot')
  const states = roots.map((trusted) => verifyByRoot(bundle, { trusted, facts, given }))
  const found = (['valid', 'unknownKey', 'invalid'] as const).map((is) => states.find((state) => state.is === is))
  return found.find((state) => state !== undefined) ?? unknownKey(facts, 'noTrustedRoot')
}

function certificateOf({ verificationMaterial: { content } }: Bundle): X509Certificate | undefined {
  switch (content.$case) {
    case 'publicKey':
      return undefined
    case 'certificate':
      return new X509Certificate(content.certificate.rawBytes)
    case 'x509CertificateChain': {
      const [first] = content.x509CertificateChain.certificates
      return first === undefined ? undefined : new X509Certificate(first.rawBytes)
    }
  }
}

function factsOf(
  { verificationMaterial: { tlogEntries } }: Bundle,
  certificate: X509Certificate | undefined,
): SignatureFacts {
  const promised = tlogEntries.find((entry) => entry.inclusionPromise !== undefined) // the log signed for no other time
  const seconds = Number(promised?.integratedTime ?? 0)
  const fingerprint =
    certificate === undefined
      ? undefined
      : createHash('sha256')
          .update(certificate.publicKey.export({ type: 'spki', format: 'der' }))
          .digest('hex')
  const subject = certificate?.subjectAltName
  return {
    kind: 'sigstore',
    ...(subject === undefined ? {} : { signer: plain(subject) }),
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(seconds > 0 && seconds < 1e11 ? { signedAt: new Date(seconds * 1000).toISOString() } : {}),
  }
}

const inTotoType = 'application/vnd.in-toto+json'

/** Whether the bundle speaks of these bytes at all; the library never asks an in-toto statement for its subject. */
function faultOfDigest({ content }: Bundle, bytes: Uint8Array): [SignatureFault, string?] | undefined {
  const sha256 = createHash('sha256').update(bytes).digest('hex')
  if (content.$case === 'messageSignature') {
    const { algorithm, digest } = content.messageSignature.messageDigest
    const isOther = algorithm === HashAlgorithm.SHA2_256 && digest.toString('hex') !== sha256
    return isOther ? ['otherBytes', 'the bundle names another digest'] : undefined // its signature is over the bytes
  }
  const { payload, payloadType, signatures } = content.dsseEnvelope
  if (signatures.length !== 1) return ['malformed', `${signatures.length} signatures in one envelope`]
  if (payloadType !== inTotoType) return ['otherBytes', `the envelope holds ${payloadType}, which names no file`]
  const statement = JSON.parse(payload.toString('utf8')) as { readonly subject?: unknown }
  const subjects: unknown[] = Array.isArray(statement.subject) ? statement.subject : []
  const isNamed = subjects.some(
    (subject) => (subject as { digest?: { sha256?: unknown } } | null)?.digest?.sha256 === sha256,
  )
  return isNamed ? undefined : ['otherBytes', 'the statement names another file']
}

interface ByRoot {
  readonly trusted: TrustedKey
  readonly facts: SignatureFacts
  readonly given: DetachedSignature
}

function verifyByRoot(bundle: Bundle, { trusted, facts, given }: ByRoot): SignatureState {
  try {
    const root = TrustedRoot.fromJSON(JSON.parse(trusted.publicKey))
    const entity = toSignedEntity(bundle, Buffer.from(given.bytes))
    const ctlogThreshold = root.ctlogs.length === 0 ? 0 : 1 // private installations often run no certificate log
    const signer = new Verifier(toTrustMaterial(root), { ctlogThreshold }).verify(entity)
    const subject = signer.identity?.subjectAlternativeName
    const issuer = signer.identity?.extensions?.issuer
    const named = { ...facts, signer: plain(`${subject ?? 'nobody'} (${issuer ?? 'no issuer'})`) }
    if (subject === undefined || subject !== trusted.identity?.subject || issuer !== trusted.identity.issuer)
      return unknownKey(
        named,
        'identityNotTrusted',
        `trusted is ${trusted.identity?.subject} (${trusted.identity?.issuer})`,
      )
    const term = faultOfTerm(trusted, facts.signedAt === undefined ? given.seenAt : new Date(facts.signedAt))
    if (term !== undefined) return invalid(named, term)
    return { ...named, is: 'valid', fingerprint: trusted.fingerprint, maker: trusted.maker }
  } catch (error) {
    const code = error instanceof VerificationError ? error.code : undefined
    return code === undefined
      ? invalid(facts, 'malformed', reasonOf(error))
      : invalid(
          facts,
          code === 'SIGNATURE_ERROR' ? 'otherBytes' : code === 'CERTIFICATE_ERROR' ? 'certificateNotValid' : 'notInLog',
          reasonOf(error),
        )
  }
}
