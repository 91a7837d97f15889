import { own } from '../fields.ts'
import type { Entry } from '../fields.ts'
import { documentOf, eachOf, metricsOf, textIn, textsIn, under } from './check.ts'
import type { Check, Fault } from './check.ts'
import { decisionPoints, registeredNamespaces } from './ssvc-decision-points.ts'

interface Rated {
  readonly vulnerability: Entry
  readonly ssvc: Entry
}

function ssvcOf(root: Entry): readonly Rated[] {
  return eachOf(root, 'vulnerabilities').flatMap((vulnerability) =>
    metricsOf(vulnerability).flatMap(({ content }) => {
      const ssvc = under(content, 'ssvc_v2')
      return ssvc === undefined ? [] : [{ vulnerability, ssvc }]
    }),
  )
}

/** 6.1.46: an SSVC object has what its own schema (SelectionList 2.0.0) demands. */
export const ssvcShape: Check = {
  clause: '6.1.46',
  run: (root) =>
    ssvcOf(root).flatMap(({ ssvc }) => [
      ...missing(ssvc, ['schemaVersion', 'timestamp', 'selections']),
      ...eachOf(ssvc, 'selections').flatMap((selection) => [
        ...missing(selection, ['namespace', 'key', 'version', 'values']),
        ...eachOf(selection, 'values').flatMap((value) => missing(value, ['key'])),
      ]),
    ]),
}

function missing({ fields, place }: Entry, keys: readonly string[]): readonly Fault[] {
  return keys.flatMap((key): readonly Fault[] => {
    const value = own(fields, key)
    const isThere = typeof value === 'string' ? value !== '' : Array.isArray(value) && value.length > 0
    return isThere ? [] : [{ place, message: `it has no "${key}", which SSVC demands` }]
  })
}

/** 6.1.47: what is rated is the flaw of this entry. */
export const ssvcTargets: Check = {
  clause: '6.1.47',
  run: (root) => {
    const tracking = under(documentOf(root), 'tracking')
    const documentId = tracking === undefined ? undefined : textIn(tracking.fields, 'id')
    const isOfMany = eachOf(root, 'vulnerabilities').length > 1
    return ssvcOf(root).flatMap(({ vulnerability, ssvc }) => {
      const cve = textIn(vulnerability.fields, 'cve')
      const ids = new Set(eachOf(vulnerability, 'ids').map((id) => textIn(id.fields, 'text')))
      return textsIn(ssvc.fields, 'target_ids').flatMap((target, index): readonly Fault[] => {
        const place = `${ssvc.place}/target_ids/${index}`
        if (target === documentId && isOfMany)
          return [{ place, message: `${target} is the whole document, which has several vulnerabilities` }]
        return target === cve || ids.has(target)
          ? []
          : [{ place, message: `${target} is neither the CVE nor an id of this vulnerability` }]
      })
    })
  },
}

/** 6.1.48: decision points of registered namespaces exist, and their values stand in their order. */
export const ssvcDecisionPoints: Check = {
  clause: '6.1.48',
  run: (root) =>
    ssvcOf(root).flatMap(({ ssvc }) =>
      eachOf(ssvc, 'selections').flatMap((selection): readonly Fault[] => {
        const message = whyWrong(selection)
        return message === undefined ? [] : [{ place: selection.place, message }]
      }),
    ),
}

function whyWrong(selection: Entry): string | undefined {
  const namespace = (textIn(selection.fields, 'namespace') ?? '').replace(/[/#].*$/s, '')
  if (namespace === 'invalid') return 'the namespace "invalid" is kept for what is invalid'
  if (!registeredNamespaces.has(namespace)) return undefined
  const key = textIn(selection.fields, 'key') ?? ''
  const version = textIn(selection.fields, 'version') ?? ''
  const known = decisionPoints(namespace, key)
  const newest = known.at(-1)
  if (newest === undefined) return `SSVC has no decision point ${key} in the namespace ${namespace}`
  // A version after the newest that is known is judged by that one: this list grows old.
  const point = isLater(version, newest.version) ? newest : known.find((each) => each.version === version)
  if (point === undefined) return `the decision point ${key} of ${namespace} has no version ${version}`
  return isTranslated(selection) ? undefined : whyValuesWrong(selection, point.values)
}

/** `ssvc//.example.test$de-DE`: its keys may be those of other words, so which value is meant, and their order, cannot be told. */
function isTranslated(selection: Entry): boolean {
  const language = /\$([a-z]{2,8})/i.exec(textIn(selection.fields, 'namespace') ?? '')?.[1]
  return language !== undefined && language.toLowerCase() !== 'en'
}

function whyValuesWrong(selection: Entry, defined: ReadonlyMap<string, string>): string | undefined {
  const order = [...defined.keys()]
  let last = -1
  for (const { fields } of eachOf(selection, 'values')) {
    const key = textIn(fields, 'key') ?? ''
    const at = order.indexOf(key)
    if (at < 0) return `the decision point has no value ${key}; it has ${order.join(', ')}`
    if (at <= last) return `the value ${key} is out of order; the order is ${order.join(', ')}`
    last = at
    const name = textIn(fields, 'name')
    const owner = [...defined].find(([, definedName]) => definedName === name)?.[0]
    if (owner !== undefined && owner !== key) return `"${name}" is the name of the value ${owner}, not of ${key}`
  }
  return undefined
}

function isLater(version: string, than: string): boolean {
  const toNumbers = (text: string): readonly number[] => text.split('.').map(Number)
  const [a, b] = [toNumbers(version), toNumbers(than)]
  const at = a.findIndex((number, index) => number !== b[index])
  return at >= 0 && (a[at] ?? 0) > (b[at] ?? 0)
}
