import type { Key, PublicKey, SignaturePacket } from 'openpgp'
import type { SignatureFacts, SignatureFault, SignatureState } from '../model/index.ts'
import { countPackets } from './count-packets.ts'
import { clockSkewMs, maxPackets } from './limits.ts'
import { invalid, plain, reasonOf, unknownKey } from './state.ts'
import { faultOfTerm } from './trusted-key.ts'
import type { TrustedKey } from './trusted-key.ts'

/** What is verified: bytes as they came, a detached signature, the keys that are trusted, and the last moment at which it can have been made. */
export interface DetachedSignature {
  readonly bytes: Uint8Array
  readonly signature: Uint8Array
  readonly keys: readonly TrustedKey[]
  /** When the document was seen first. */
  readonly seenAt: Date
}

const openPgp = async () => import('openpgp')

/** Armor begins with five dashes; binary packets have their highest bit set (RFC 9580 §4.2). */
export function looksLikeOpenPgp(signature: Uint8Array): boolean {
  return (
    ((signature[0] ?? 0) & 0x80) !== 0 || /^\s*-----BEGIN PGP SIGNATURE-----/.test(textOf(signature.subarray(0, 200)))
  )
}

/** Each signature of a detached OpenPGP file, armored or binary. A file that holds none is one invalid signature. */
export async function verifyOpenPgp(given: DetachedSignature): Promise<SignatureState[]> {
  const { PacketList, SignaturePacket: Packet, unarmor } = await openPgp()
  try {
    const isBinary = ((given.signature[0] ?? 0) & 0x80) !== 0
    const binary: unknown = isBinary ? given.signature : (await unarmor(textOf(given.signature))).data
    if (!(binary instanceof Uint8Array)) throw new Error('the armor holds a stream')
    if (countPackets(binary, maxPackets) > maxPackets)
      return [invalid({ kind: 'openpgp' }, 'malformed', `more than ${maxPackets} packets`)]
    const packets = await PacketList.fromBinary(binary, { 2: Packet } as never)
    const list = [...packets].filter((packet) => packet instanceof Packet)
    if (list.length === 0 || list.length !== packets.length)
      return [invalid({ kind: 'openpgp' }, 'malformed', `${list.length} signatures in ${packets.length} packets`)]
    const trusted = await readKeys(given.keys)
    return await Promise.all(list.map(async (packet) => verifyPacket(given, packet, trusted)))
  } catch (error) {
    return [invalid({ kind: 'openpgp' }, 'malformed', reasonOf(error))]
  }
}

interface ReadKey {
  readonly trusted: TrustedKey
  readonly key: PublicKey
}

async function readKeys(keys: readonly TrustedKey[]): Promise<ReadKey[]> {
  const { readKey } = await openPgp()
  const read = keys
    .filter(({ kind }) => kind === 'openpgp')
    .map(async (trusted) => ({ trusted, key: (await readKey({ armoredKey: trusted.publicKey })).toPublic() }))
  return Promise.all(read)
}

async function verifyPacket(
  given: DetachedSignature,
  packet: SignaturePacket,
  trusted: readonly ReadKey[],
): Promise<SignatureState> {
  const found = trusted.find(({ key }) => key.getKeys(packet.issuerKeyID).length > 0)
  const facts = factsOf(packet, found?.key)
  const weak = await weakDigestOf(packet)
  if (weak !== undefined) return invalid(facts, 'weakDigest', weak)
  if (found === undefined) return unknownKey(facts, 'keyNotTrusted', `key id ${packet.issuerKeyID.toHex()}`)
  const fault = await faultOf(given, packet, found.key)
  if (fault !== undefined) return invalid(facts, ...fault)
  const term = faultOfTerm(found.trusted, packet.created ?? given.seenAt)
  if (term !== undefined) return invalid(facts, term)
  const { fingerprint, maker } = found.trusted
  return { ...facts, is: 'valid', fingerprint, maker }
}

function factsOf(packet: SignaturePacket, key: Key | undefined): SignatureFacts {
  const stated = packet.issuerFingerprint === null ? undefined : Buffer.from(packet.issuerFingerprint).toString('hex')
  const fingerprint = key?.getFingerprint() ?? stated
  const signer = key?.getUserIDs()[0]
  return {
    kind: 'openpgp',
    ...(fingerprint === undefined ? {} : { fingerprint }),
    ...(signer === undefined ? {} : { signer: plain(signer) }),
    ...(packet.created === null ? {} : { signedAt: packet.created.toISOString() }),
  }
}

/** MD5, SHA-1 and RIPEMD-160: bytes can be made that have the digest of others (RFC 9580 §9.5). */
async function weakDigestOf({ hashAlgorithm }: SignaturePacket): Promise<string | undefined> {
  const { md5, sha1, ripemd } = (await openPgp()).enums.hash
  const names = new Map<number, string>([
    [md5, 'MD5'],
    [sha1, 'SHA-1'],
    [ripemd, 'RIPEMD-160'],
  ])
  return hashAlgorithm === null ? undefined : names.get(hashAlgorithm)
}

/** Verifies one packet against the one key that it names. The library judges the key at the moment of signing, and a compromised key at all times. */
async function faultOf(
  { bytes, seenAt }: DetachedSignature,
  packet: SignaturePacket,
  key: PublicKey,
): Promise<[SignatureFault, string?] | undefined> {
  const { createMessage, enums, PacketList, Signature, verify } = await openPgp()
  if (packet.signatureType === enums.signature.text)
    return ['leavesOutContent', 'it was made as of a text, so that line ends may have been changed since']
  if (packet.signatureType !== enums.signature.binary) return ['malformed', 'it is no signature of a document']
  const latest = new Date(seenAt.getTime() + clockSkewMs)
  if (packet.created === null || packet.created > latest) return ['signedInFuture']
  if (packet.isExpired(latest)) return ['signatureExpired']
  const packets = new PacketList<SignaturePacket>()
  packets.push(packet)
  try {
    const { signatures } = await verify({
      message: await createMessage({ binary: bytes }),
      signature: new Signature(packets),
      verificationKeys: key,
      date: latest,
    })
    if (signatures.length !== 1) return ['malformed']
    await signatures[0]?.verified
    return undefined
  } catch (error) {
    const detail = reasonOf(error)
    return [faults.find(([pattern]) => pattern.test(detail))?.[1] ?? 'malformed', detail]
  }
}

/** What the library says, as a fault; the first that fits. An unknown sentence is still a fault. */
const faults: readonly (readonly [RegExp, SignatureFault])[] = [
  [/digest did not match|signature verification failed/i, 'otherBytes'],
  [/revoked/i, 'keyRevoked'],
  [/key is newer|is in the future|not yet valid/i, 'keyNotYetValid'],
  [/expired/i, 'keyExpired'],
  [/hash algorithm|digest/i, 'weakDigest'],
  [/shorter than|bits|insecure|weak/i, 'weakKey'],
  [/could not find|no signing key|cannot sign|not.*capable/i, 'keyMayNotSign'],
]

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1')
}
