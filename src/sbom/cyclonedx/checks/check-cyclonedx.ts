import { collectFaults, mostPlaces } from '../../faults.ts'
import type { Faults } from '../../faults.ts'
import { isFields, own } from '../../fields.ts'
import type { Entry, Fields, Reading } from '../../fields.ts'
import { placeUnder } from '../../place.ts'
import type { Place } from '../../place.ts'
import { kinds } from './kinds.ts'
import type { Kind, KindName } from './kind.ts'
import type { Combination } from './combinations.ts'
import type { Expectation } from './expectations.ts'

/**
 * Holds a document against the standard, after it was read: each fault is a doubt, with its place, what CycloneDX expects there and what to do.
 * Nothing is changed or left out for it. One walk over the objects that `kinds` names, by a stack of its own.
 */
export function checkCycloneDx(reading: Reading, bom: Entry): void {
  const stated = own(bom.fields, 'specVersion')
  const version = typeof stated === 'string' ? stated : ''
  const stack: Step[] = [{ fields: bom.fields, kind: rules.bom, above: undefined, key: '', index: undefined }]
  const check: Check = { faults: collectFaults(reading), reading, bom, stack }
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { fields, kind } = step
    const before = stack.length
    for (const key of kind.required) checkRequired(check, step, key)
    for (const combination of kind.combinations) {
      const fault = combination(fields, version)
      if (fault !== undefined) tell(check, step, { says: fault, toDo })
    }
    for (const key of Object.keys(fields)) checkField(check, step, key)
    reverse(stack, before)
  }
  check.faults.tellRest(bom.place)
}

interface Check {
  readonly faults: Faults
  readonly reading: Reading
  readonly bom: Entry
  /** What is still to be looked at, the next one last. */
  readonly stack: Step[]
}

const toDo = 'kept as it is, ask the maker to correct it'

/** So that what was pushed since comes off in the order of the document. */
function reverse(stack: Step[], from: number): void {
  for (let low = from, high = stack.length - 1; low < high; low += 1, high -= 1) {
    const [first, last] = [stack[low], stack[high]]
    if (first !== undefined && last !== undefined) [stack[low], stack[high]] = [last, first]
  }
}

type FieldRule =
  | { readonly is: 'free' }
  | { readonly is: 'value'; readonly expectation: Expectation }
  | { readonly is: 'object'; readonly kind: KindName }

/** A kind, ready to be looked up by the keys of foreign documents. */
interface Rules {
  readonly called: string
  readonly required: readonly string[]
  readonly fields: ReadonlyMap<string, FieldRule>
  readonly combinations: readonly Combination[]
}

/** An object on the way; its place is put together only when there is something to say of it. */
interface Step {
  readonly fields: Fields
  readonly kind: Rules
  readonly above: Step | undefined
  readonly key: string
  /** In the list that stands under `key`. */
  readonly index: number | undefined
}

const rules = Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [name, toRules(kind)])) as Readonly<
  Record<KindName, Rules>
>

function toRules({ called, required = [], free = '', values = {}, objects = {}, combinations = [] }: Kind): Rules {
  const fields = new Map<string, FieldRule>(free.split(' ').map((name) => [name, { is: 'free' }]))
  for (const [name, expectation] of Object.entries(values)) fields.set(name, { is: 'value', expectation })
  for (const [name, kind] of Object.entries(objects)) fields.set(name, { is: 'object', kind })
  return { called, required, fields, combinations }
}

function checkRequired(check: Check, step: Step, key: string): void {
  const value = own(step.fields, key)
  if (value !== undefined && value !== '') return
  tell(check, step, { says: `${step.kind.called} has no ${key}, which CycloneDX requires`, toDo })
}

/** What is to be looked at next goes onto the stack. */
function checkField(check: Check, step: Step, key: string): void {
  const rule = step.kind.fields.get(key)
  if (rule === undefined) return checkName(check, step, key)
  if (rule.is === 'free') return
  const value = step.fields[key]
  if (rule.is === 'value') {
    const { expectation } = rule
    if (typeof value !== 'string' || !expectation.holds(value)) checkValue(check, value, { step, key, expectation })
    return
  }
  const kind = rules[rule.kind]
  if (isFields(value)) check.stack.push({ fields: value, kind, above: step, key, index: undefined })
  else if (Array.isArray(value)) pushEach(check, value, { kind, above: step, key })
}

/** By index, without a pair for each entry: lists of properties are the most of a document. */
function pushEach({ stack }: Check, list: readonly unknown[], at: Pick<Step, 'kind' | 'above' | 'key'>): void {
  for (let index = 0; index < list.length; index += 1) {
    const fields = list[index]
    if (isFields(fields)) stack.push({ fields, kind: at.kind, above: at.above, key: at.key, index })
  }
}

function checkValue(check: Check, value: unknown, at: { step: Step; key: string; expectation: Expectation }): void {
  if (Array.isArray(value)) {
    for (const each of value.slice(0, mostPlaces)) checkValue(check, each, at)
    return
  }
  // What is null, the reader tells.
  if (value === null || value === undefined) return
  const stated = typeof value === 'string' ? value : JSON.stringify(value)
  if (typeof value !== 'object' && at.expectation.holds(stated)) return
  const { step, key, expectation } = at
  const is = `${key} of ${step.kind.called} is ${JSON.stringify(stated.slice(0, 100))}`
  tell(check, step, { key, says: `${is} where CycloneDX expects ${expectation.words}`, toDo })
}

/** Names with a colon are attributes of other namespaces, which are free to stand anywhere in XML. */
function checkName(check: Check, step: Step, key: string): void {
  if (key.includes(':')) return
  const says = `${JSON.stringify(key.slice(0, 100))} is no field of ${step.kind.called} in CycloneDX`
  tell(check, step, { key, says, toDo: 'look whether it is misspelt, since such a field may not be read' })
}

function tell({ faults, reading, bom }: Check, step: Step, { key, ...said }: Said): void {
  const at = (): Place => {
    const place = placeOf(reading, bom, step)
    return key === undefined ? place : placeUnder(place, key)
  }
  faults.add({ ...said, at })
}

interface Said {
  readonly key?: string
  readonly says: string
  readonly toDo: string
}

function placeOf({ placeOf: known }: Reading, bom: Entry, step: Step): Place {
  const keys: (string | number)[] = []
  for (let at: Step | undefined = step; at !== undefined; at = at.above) {
    const place = at.above === undefined ? bom.place : known?.(at.fields)
    if (place !== undefined) return keys.reduceRight<Place>((above, key) => placeUnder(above, key), place)
    if (at.index !== undefined) keys.push(at.index)
    keys.push(at.key)
  }
  return bom.place
}
