import { createHash, generateKeyPairSync, sign } from 'node:crypto'
import type { KeyObject } from 'node:crypto'

/** A Sigstore installation of tests: a certificate authority and a log of one entry, by RFC 5280 and RFC 6962 as far as bundles need them. */

type Der = Buffer

function tlv(tag: number, ...parts: readonly Uint8Array[]): Der {
  const body = Buffer.concat(parts)
  const length =
    body.length < 128
      ? [body.length]
      : body.length < 256
        ? [0x81, body.length]
        : [0x82, body.length >> 8, body.length & 255]
  return Buffer.concat([Buffer.from([tag, ...length]), body])
}

const sequence = (...parts: readonly Uint8Array[]): Der => tlv(0x30, ...parts)
const octets = (bytes: Uint8Array): Der => tlv(0x04, bytes)
const text = (value: string): Der => tlv(0x0c, Buffer.from(value))

function oid(dotted: string): Der {
  const [first = 0, second = 0, ...rest] = dotted.split('.').map(Number)
  const bytes = rest.flatMap((arc) => {
    const groups = [arc & 127]
    for (let left = arc >> 7; left > 0; left >>= 7) groups.unshift((left & 127) | 128)
    return groups
  })
  return tlv(0x06, Buffer.from([first * 40 + second, ...bytes]))
}

function time(at: Date): Der {
  return tlv(
    0x17,
    Buffer.from(
      at
        .toISOString()
        .replaceAll(/[-:T]|\.\d+/g, '')
        .slice(2),
    ),
  )
}

const name = (common: string): Der => sequence(tlv(0x31, sequence(oid('2.5.4.3'), text(common))))
const ecdsaWithSha256 = sequence(oid('1.2.840.10045.4.3.2'))

interface CertificateAsked {
  readonly subject: string
  readonly issuer: string
  readonly key: KeyObject
  readonly signedWith: KeyObject
  readonly from: Date
  readonly to: Date
  readonly extensions: readonly Der[]
}

function certificate({ subject, issuer, key, signedWith, from, to, extensions }: CertificateAsked): Der {
  const body = sequence(
    tlv(0xa0, tlv(0x02, Buffer.from([2]))),
    tlv(0x02, Buffer.from([7])),
    ecdsaWithSha256,
    name(issuer),
    sequence(time(from), time(to)),
    name(subject),
    key.export({ type: 'spki', format: 'der' }),
    tlv(0xa3, sequence(...extensions)),
  )
  return sequence(body, ecdsaWithSha256, tlv(0x03, Buffer.from([0]), sign('sha256', body, signedWith)))
}

const extension = (id: string, value: Der): Der => sequence(oid(id), octets(value))

export interface SigstoreOptions {
  readonly subject?: string
  readonly issuer?: string
  readonly signedAt?: Date
  /** An in-toto statement about this file in place of a signature over it. */
  readonly asStatement?: boolean
}

/** A root of trust and a bundle over `bytes`, both as JSON values. */
export function makeSigstore(
  bytes: Uint8Array,
  options: SigstoreOptions = {},
): { readonly root: object; readonly bundle: object } {
  const {
    subject = 'psirt@infusa.example',
    issuer = 'https://login.infusa.example',
    signedAt = new Date('2026-03-01T12:00:00Z'),
  } = options
  const [authority, log, signer] = [newPair(), newPair(), newPair()]
  const start = new Date('2026-01-01T00:00:00Z')
  const ca = certificate({
    subject: 'Test Authority',
    issuer: 'Test Authority',
    key: authority.publicKey,
    signedWith: authority.privateKey,
    from: start,
    to: new Date('2036-01-01T00:00:00Z'),
    extensions: [
      sequence(oid('2.5.29.19'), tlv(0x01, Buffer.from([255])), octets(sequence(tlv(0x01, Buffer.from([255]))))),
      sequence(oid('2.5.29.15'), tlv(0x01, Buffer.from([255])), octets(tlv(0x03, Buffer.from([1, 6])))),
    ],
  })
  const leaf = certificate({
    subject: 'leaf',
    issuer: 'Test Authority',
    key: signer.publicKey,
    signedWith: authority.privateKey,
    from: new Date('2026-03-01T11:55:00Z'),
    to: new Date('2026-03-01T12:05:00Z'),
    extensions: [
      extension('2.5.29.17', sequence(tlv(0x81, Buffer.from(subject)))),
      extension('1.3.6.1.4.1.57264.1.8', text(issuer)),
    ],
  })
  const content = options.asStatement === true ? statement(bytes, signer.privateKey) : message(bytes, signer.privateKey)
  const entry = logEntry(content.body, log, signedAt)
  const bundle = {
    mediaType: 'application/vnd.dev.sigstore.bundle.v0.3+json',
    verificationMaterial: { certificate: { rawBytes: leaf.toString('base64') }, tlogEntries: [entry] },
    ...content.member,
  }
  return { root: trustedRoot(ca, log.publicKey, start), bundle }
}

interface Pair {
  readonly publicKey: KeyObject
  readonly privateKey: KeyObject
}

const newPair = (): Pair => generateKeyPairSync('ec', { namedCurve: 'P-256' })
const spki = (key: KeyObject): Buffer => key.export({ type: 'spki', format: 'der' })
const sha256 = (bytes: Uint8Array): Buffer => createHash('sha256').update(bytes).digest()

function message(bytes: Uint8Array, key: KeyObject) {
  const signature = sign('sha256', bytes, key).toString('base64')
  const digest = sha256(bytes)
  return {
    member: {
      messageSignature: { messageDigest: { algorithm: 'SHA2_256', digest: digest.toString('base64') }, signature },
    },
    body: {
      apiVersion: '0.0.1',
      kind: 'hashedrekord',
      spec: {
        data: { hash: { algorithm: 'sha256', value: digest.toString('hex') } },
        signature: { content: signature },
      },
    },
  }
}

function statement(bytes: Uint8Array, key: KeyObject) {
  const payloadType = 'application/vnd.in-toto+json'
  const subject = [{ name: 'pump.cdx.json', digest: { sha256: sha256(bytes).toString('hex') } }]
  const payload = Buffer.from(JSON.stringify({ _type: 'https://in-toto.io/Statement/v1', subject }))
  const encoded = Buffer.concat([
    Buffer.from(`DSSEv1 ${payloadType.length} ${payloadType} ${payload.length} `),
    payload,
  ])
  const sig = sign('sha256', encoded, key).toString('base64')
  return {
    member: { dsseEnvelope: { payload: payload.toString('base64'), payloadType, signatures: [{ sig, keyid: '' }] } },
    body: {
      apiVersion: '0.0.1',
      kind: 'dsse',
      spec: {
        payloadHash: { algorithm: 'sha256', value: sha256(payload).toString('hex') },
        signatures: [{ signature: sig }],
      },
    },
  }
}

function logEntry(
  { kind, apiVersion, ...rest }: { kind: string; apiVersion: string; spec: object },
  log: Pair,
  at: Date,
) {
  const body = Buffer.from(JSON.stringify({ apiVersion, kind, ...rest }))
  const logId = sha256(spki(log.publicKey))
  const integratedTime = Math.floor(at.getTime() / 1000)
  const promise = JSON.stringify({
    body: body.toString('base64'),
    integratedTime,
    logID: logId.toString('hex'),
    logIndex: 0,
  })
  const rootHash = sha256(Buffer.concat([Buffer.from([0]), body]))
  const note = `log.infusa.example\n1\n${rootHash.toString('base64')}\n`
  const mark = Buffer.concat([logId.subarray(0, 4), sign('sha256', Buffer.from(note), log.privateKey)]).toString(
    'base64',
  )
  return {
    logIndex: '0',
    logId: { keyId: logId.toString('base64') },
    kindVersion: { kind, version: apiVersion },
    integratedTime: String(integratedTime),
    inclusionPromise: { signedEntryTimestamp: sign('sha256', Buffer.from(promise), log.privateKey).toString('base64') },
    inclusionProof: {
      logIndex: '0',
      rootHash: rootHash.toString('base64'),
      treeSize: '1',
      hashes: [],
      checkpoint: { envelope: `${note}\n— log.infusa.example ${mark}\n` },
    },
    canonicalizedBody: body.toString('base64'),
  }
}

function trustedRoot(ca: Der, logKey: KeyObject, start: Date): object {
  return {
    mediaType: 'application/vnd.dev.sigstore.trustedroot+json;version=0.1',
    tlogs: [
      {
        baseUrl: 'https://log.infusa.example',
        hashAlgorithm: 'SHA2_256',
        publicKey: {
          rawBytes: spki(logKey).toString('base64'),
          keyDetails: 'PKIX_ECDSA_P256_SHA_256',
          validFor: { start: start.toISOString() },
        },
        logId: { keyId: sha256(spki(logKey)).toString('base64') },
      },
    ],
    certificateAuthorities: [
      {
        subject: { organization: 'Infusa', commonName: 'Test Authority' },
        uri: 'https://ca.infusa.example',
        certChain: { certificates: [{ rawBytes: ca.toString('base64') }] },
        validFor: { start: start.toISOString() },
      },
    ],
    ctlogs: [],
    timestampAuthorities: [],
  }
}
