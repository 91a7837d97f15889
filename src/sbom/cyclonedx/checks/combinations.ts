import { isFields, own } from '../../fields.ts'
import type { Fields } from '../../fields.ts'
import { digitsByAlgorithm } from './words.ts'

/** A fault that no field shows alone, in words that follow the place; undefined when there is none. `version` is that of the document, `1.6`. */
export type Combination = (fields: Fields, version: string) => string | undefined

const states = (fields: Fields, key: string): boolean => {
  const value = own(fields, key)
  return value !== undefined && value !== null && value !== ''
}

/** A range is for what is brought in from outside, and never beside a version (1.7). */
export function versionOrRange(fields: Fields): string | undefined {
  if (!states(fields, 'versionRange')) return undefined
  if (states(fields, 'version')) return 'a component has both version and versionRange, which exclude each other'
  return String(own(fields, 'isExternal')) === 'true'
    ? undefined
    : 'a component has a versionRange, which only one with "isExternal": true may have'
}

/** Until 1.6 either licences or one expression. */
export function licencesOrExpression(fields: Fields, version: string): string | undefined {
  const licences = own(fields, 'licenses')
  if (version === '1.7' || !Array.isArray(licences) || licences.length < 2) return undefined
  const hasExpression = licences.some((each) => isFields(each) && states(each, 'expression'))
  return hasExpression
    ? `licenses mixes an expression with others, where CycloneDX until 1.6 expects either licences or one expression`
    : undefined
}

export function licenceOrExpression(fields: Fields): string | undefined {
  const [licence, expression] = [own(fields, 'license') !== undefined, own(fields, 'expression') !== undefined]
  if (licence && expression) return 'an entry of licenses has both license and expression, which exclude each other'
  if (!licence && !expression) return 'an entry of licenses has neither license nor expression'
  return own(fields, 'license') === '' ? nameless : undefined
}

const nameless = 'a licence has neither id nor name'

export function idOrName(fields: Fields): string | undefined {
  const [id, name] = [states(fields, 'id'), states(fields, 'name')]
  if (id && name) return 'a licence has both id and name, which exclude each other'
  return id || name ? undefined : nameless
}

/** Digests of components are judged where they are read. */
export function digestOfAlgorithm(fields: Fields): string | undefined {
  const [algorithm, content] = [own(fields, 'alg'), own(fields, 'content')]
  if (typeof algorithm !== 'string' || typeof content !== 'string') return undefined
  const digits = Object.hasOwn(digitsByAlgorithm, algorithm) ? digitsByAlgorithm[algorithm] : undefined
  const stated = content.trim()
  if (digits === undefined || digits === stated.length || !/^[0-9a-f]+$/i.test(stated)) return undefined
  return `a ${algorithm} digest has ${stated.length} hexadecimal digits, where it has ${digits}`
}

export function phaseOrName(fields: Fields): string | undefined {
  return states(fields, 'phase') === states(fields, 'name')
    ? 'an entry of lifecycles has not exactly one of phase and name'
    : undefined
}

/** Who says so: exactly one of pointers and expressions, at least one of attributedTo and process, and each once (1.7). */
export function soundCitation(fields: Fields): string | undefined {
  if (!states(fields, 'attributedTo') && !states(fields, 'process'))
    return 'a citation has neither attributedTo nor process'
  const twice = ['attributedTo', 'process'].find((key) => Array.isArray(own(fields, key)))
  if (twice !== undefined) return `a citation has ${twice} more than once`
  return states(fields, 'pointers') === states(fields, 'expressions')
    ? 'a citation has not exactly one of pointers and expressions'
    : undefined
}
