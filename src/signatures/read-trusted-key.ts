import { TrustedRoot } from '@sigstore/protobuf-specs'
import { createHash, createPublicKey, X509Certificate } from 'node:crypto'
import type { KeyObject } from 'node:crypto'
import { fingerprintOf } from './jsf/signer-key.ts'
import { countPackets } from './count-packets.ts'
import { maxKeyBytes, maxKeyPackets } from './limits.ts'
import { plain, reasonOf } from './state.ts'
import type { SigstoreIdentity, TrustedKey } from './trusted-key.ts'

/** A key file as it is given, and for a Sigstore root whose signatures are trusted. */
export interface KeyFile {
  readonly bytes: Uint8Array
  readonly identity?: SigstoreIdentity
}

/** What a key file holds, ready to be trusted; `names` is whom the key itself names, which proves nothing. */
export type ReadKey =
  | (Pick<TrustedKey, 'kind' | 'fingerprint' | 'publicKey' | 'identity'> & {
      readonly is: 'key'
      readonly names: string
    })
  | { readonly is: 'refused'; readonly because: string }

/**
 * Reads a public key, told by its content: OpenPGP (armored or binary), a PEM key or certificate, a JWK, or a Sigstore trusted root. A private key is
 * refused: it must not leave its owner.
 */
export async function readTrustedKey({ bytes, identity }: KeyFile): Promise<ReadKey> {
  if (bytes.length > maxKeyBytes) return refused(`the key is larger than ${maxKeyBytes / 1024 / 1024} MB`)
  const text = Buffer.from(bytes).toString('latin1')
  if (/PRIVATE KEY/.test(text.slice(0, 20_000)))
    return refused('it is a private key, which must stay with its owner; give the public key')
  try {
    if (/^\s*\{/.test(text)) return readJson(Buffer.from(bytes).toString('utf8'), identity)
    if (identity !== undefined) return refused('a subject and an issuer belong to a Sigstore trusted root alone')
    if (/-----BEGIN (?:CERTIFICATE|(?:RSA )?PUBLIC KEY)-----/.test(text)) return readPem(text)
    return await readOpenPgp(bytes)
  } catch (error) {
    return refused(`no public key can be read from it (${plain(reasonOf(error))})`)
  }
}

function readPem(text: string): ReadKey {
  const isCertificate = text.includes('BEGIN CERTIFICATE')
  const key = isCertificate ? new X509Certificate(text).publicKey : createPublicKey(text)
  return toKey(key, isCertificate ? new X509Certificate(text).subject : 'a key without a name')
}

function toKey(key: KeyObject, names: string): ReadKey {
  if (key.asymmetricKeyType === 'rsa' && (key.asymmetricKeyDetails?.modulusLength ?? 0) < 2048)
    return refused('an RSA key of less than 2048 bits can be forged; ask the maker for another')
  const publicKey = key.export({ type: 'spki', format: 'pem' }).toString()
  return { is: 'key', kind: 'jsf', fingerprint: fingerprintOf(key), publicKey, names: plain(names) }
}

function readJson(text: string, identity: SigstoreIdentity | undefined): ReadKey {
  const value = JSON.parse(text) as Readonly<Record<string, unknown>>
  if (typeof value['kty'] === 'string') {
    if (value['d'] !== undefined || value['k'] !== undefined)
      return refused('it is a private or secret key, which must stay with its owner; give the public key')
    return toKey(createPublicKey({ key: value, format: 'jwk' }), 'a key without a name')
  }
  const root = TrustedRoot.fromJSON(value)
  if (root.certificateAuthorities.length === 0)
    return refused('it is JSON, but neither a public key (JWK) nor a Sigstore trusted root')
  if (identity === undefined)
    return refused(
      'a Sigstore root vouches for everybody who can sign in there: say whose signatures you trust, by subject and issuer',
    )
  const publicKey = JSON.stringify(TrustedRoot.toJSON(root))
  const fingerprint = createHash('sha256')
    .update(JSON.stringify([publicKey, identity.subject, identity.issuer]))
    .digest('hex')
  const names = plain(`${identity.subject} (${identity.issuer})`)
  return { is: 'key', kind: 'sigstore', fingerprint, publicKey, names, identity }
}

async function readOpenPgp(bytes: Uint8Array): Promise<ReadKey> {
  const { readKeys, unarmor } = await import('openpgp')
  const isBinary = ((bytes[0] ?? 0) & 0x80) !== 0
  const binary: unknown = isBinary ? bytes : (await unarmor(Buffer.from(bytes).toString('utf8'))).data
  if (!(binary instanceof Uint8Array)) return refused('no public key can be read from it')
  if (countPackets(binary, maxKeyPackets) > maxKeyPackets)
    return refused(`it holds more than ${maxKeyPackets} packets; ask its owner for the key without what others signed`)
  const keys = await readKeys({ binaryKeys: binary })
  const [key, ...others] = keys
  if (key === undefined) return refused('it holds no public key')
  if (others.length > 0)
    return refused(`it holds ${keys.length} keys; add each from a file of its own, so that each is looked at`)
  if (key.isPrivate()) return refused('it is a private key, which must stay with its owner; give the public key')
  const names = plain(key.getUserIDs().join(', '))
  return { is: 'key', kind: 'openpgp', fingerprint: key.getFingerprint(), publicKey: key.armor(), names }
}

function refused(because: string): ReadKey {
  return { is: 'refused', because }
}

/** One key with all that either text says of it: what was revoked stays revoked. The first as it was when the second is not the same key. */
export async function mergeOpenPgpKeys(known: string, again: string): Promise<string> {
  const { readKey } = await import('openpgp')
  try {
    const merged = await (await readKey({ armoredKey: known })).update(await readKey({ armoredKey: again }))
    return merged.armor()
  } catch {
    return known
  }
}
