import canonicalize from 'canonicalize'

export type JsonObject = Readonly<Record<string, unknown>>

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** One signature of a signed object, and the form of that object which it was made over. */
export interface Signer {
  /** Algorithm, key and value. */
  readonly signature: JsonObject
  /** The object as this signer saw it: without its own value, and without what came later. */
  readonly signed: JsonObject
}

/**
 * The signatures of an object: one; several that know nothing of each other (`signers`); or a chain, where each covers those before it. Undefined
 * when `signature` has none of these forms. Source: JSON Signature Format, "Signature Creation" and "Multiple Signatures".
 */
export function signersOf(object: JsonObject): Signer[] | undefined {
  const { signature } = object
  if (!isObject(signature)) return undefined
  const { signers, chain } = signature
  if (signers === undefined && chain === undefined)
    return [{ signature, signed: { ...object, signature: unsigned(signature) } }]
  if (Object.keys(signature).length !== 1) return undefined
  const list: unknown = signers ?? chain
  if (!Array.isArray(list) || list.length === 0 || !list.every(isObject)) return undefined
  return list.map((each, index) => {
    const before = chain === undefined ? [] : list.slice(0, index)
    const name = chain === undefined ? 'signers' : 'chain'
    return { signature: each, signed: { ...object, signature: { [name]: [...before, unsigned(each)] } } }
  })
}

/** `value` is what the signature gives; `excludes` is outside of it by its own definition. */
function unsigned({ value: _value, excludes: _excludes, ...rest }: JsonObject): JsonObject {
  return rest
}

/** Bytes of the canonical form (RFC 8785). Undefined when there is none: a lone surrogate, a number outside of JSON. */
export function canonicalBytes(object: JsonObject): Uint8Array | undefined {
  const text = canonicalize(object)
  return text === undefined || !text.isWellFormed() ? undefined : Buffer.from(text, 'utf8')
}
