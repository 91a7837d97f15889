import type { KeyObject } from 'node:crypto'
import type { SignatureFacts, SignatureState } from '../../model/index.ts'
import { invalid, plain, reasonOf, unknownKey } from '../state.ts'
import { faultOfTerm } from '../trusted-key.ts'
import type { TrustedKey } from '../trusted-key.ts'
import { faultOfKey, isSignedBy, readPem, toAlgorithm } from './algorithms.ts'
import type { JsfAlgorithm } from './algorithms.ts'
import { canonicalBytes } from './signed-object.ts'
import type { Signer } from './signed-object.ts'
import { broughtKey, fingerprintOf } from './signer-key.ts'
import type { BroughtKey } from './signer-key.ts'

/** What a signature is judged by: the trusted keys, and the last moment at which it can have been made. */
export interface Judge {
  readonly keys: readonly TrustedKey[]
  readonly seenAt: Date
  /** Called with the size of each canonical form; false when there were too many. */
  readonly spend: (chars: number) => boolean
}

/** One JSF signature, over the object as its signer saw it. */
export function verifySigner({ signature, signed }: Signer, judge: Judge): SignatureState {
  const keyId = signature['keyId']
  const facts: SignatureFacts = { kind: 'jsf', ...(typeof keyId === 'string' ? { signer: plain(keyId) } : {}) }
  const { algorithm: name, value, excludes, extensions } = signature
  if (typeof name !== 'string' || typeof value !== 'string' || !/^[\w-]{1,4096}$/.test(value))
    return name === 'none'
      ? invalid(facts, 'algorithmNone')
      : invalid(facts, 'malformed', 'algorithm or value is missing')
  const algorithm = toAlgorithm(name)
  if (typeof algorithm === 'string') return invalid(facts, algorithm, name)
  const leftOut = leftOutBy(excludes, signed)
  if (leftOut !== undefined) return invalid(facts, 'leavesOutContent', leftOut)
  if (algorithm === undefined) return unknownKey(facts, 'algorithmNotSupported', name)
  if (extensions !== undefined)
    return unknownKey(facts, 'algorithmNotSupported', 'it has extensions, which may change what it means')
  try {
    const bytes = canonicalBytes(signed)
    if (bytes === undefined) return invalid(facts, 'malformed', 'the document has no canonical form')
    if (!judge.spend(bytes.length))
      return invalid(facts, 'malformed', 'so many nested signatures that nobody checks them all')
    const mark = { bytes, signature: Buffer.from(value, 'base64url') }
    const brought = broughtKey(signature)
    const asked = { algorithm, mark, facts, judge }
    return brought === undefined ? byTrustedKeys(asked) : byBroughtKey(asked, brought)
  } catch (error) {
    return invalid(facts, 'malformed', reasonOf(error))
  }
}

/** Whatever it leaves out may have been changed since; nothing to say when the names that it lists are not there. */
function leftOutBy(excludes: unknown, signed: Readonly<Record<string, unknown>>): string | undefined {
  if (excludes === undefined) return undefined
  if (!Array.isArray(excludes)) return 'excludes is no list'
  const present = excludes.filter((name) => typeof name !== 'string' || Object.hasOwn(signed, name))
  return present.length === 0 ? undefined : present.map(String).join(', ')
}

interface Asked {
  readonly algorithm: JsfAlgorithm
  readonly mark: { readonly bytes: Uint8Array; readonly signature: Uint8Array }
  readonly facts: SignatureFacts
  readonly judge: Judge
}

/** The key in the document proves that nothing was changed since; only a trusted key of that fingerprint proves whose it is. */
function byBroughtKey({ algorithm, mark, facts: given, judge }: Asked, brought: BroughtKey): SignatureState {
  const { key, signer, validFrom, validTo } = brought
  const fingerprint = fingerprintOf(key)
  const facts = { ...given, ...(signer === undefined ? {} : { signer }), fingerprint }
  const fault = faultOfKey(algorithm, key)
  if (fault !== undefined) return invalid(facts, fault)
  if (!isSignedBy(algorithm, key, mark)) return invalid(facts, 'otherBytes')
  if (validFrom !== undefined && judge.seenAt < validFrom) return invalid(facts, 'keyNotYetValid')
  if (validTo !== undefined && judge.seenAt > validTo) return invalid(facts, 'keyExpired')
  const trusted = judge.keys.find((each) => each.kind === 'jsf' && each.fingerprint === fingerprint)
  return trusted === undefined ? unknownKey(facts, 'keyNotTrusted') : trustedState(facts, trusted, judge)
}

/** Without a key of its own, every trusted key that fits is tried. One that the signature names and that does not verify shows other bytes. */
function byTrustedKeys({ algorithm, mark, facts, judge }: Asked): SignatureState {
  const fitting: { readonly trusted: TrustedKey; readonly key: KeyObject }[] = judge.keys
    .filter(({ kind }) => kind === 'jsf')
    .map((trusted) => ({ trusted, key: readPem(trusted.publicKey) }))
    .filter(({ key }) => faultOfKey(algorithm, key) === undefined)
  const found = fitting.find(({ key }) => isSignedBy(algorithm, key, mark))
  if (found !== undefined) return trustedState(facts, found.trusted, judge)
  const named = fitting.find(({ trusted }) => trusted.fingerprint === facts.signer?.toLowerCase())
  return named === undefined
    ? unknownKey(facts, 'keyNotGiven')
    : invalid({ ...facts, fingerprint: named.trusted.fingerprint }, 'otherBytes')
}

function trustedState(facts: SignatureFacts, trusted: TrustedKey, { seenAt }: Judge): SignatureState {
  const { fingerprint, maker } = trusted
  const term = faultOfTerm(trusted, seenAt)
  return term === undefined ? { ...facts, is: 'valid', fingerprint, maker } : invalid({ ...facts, fingerprint }, term)
}
