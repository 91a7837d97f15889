import { isFields, own } from '../../fields.ts'
import type { Entry, Fields, Reading } from '../../fields.ts'
import { placeUnder } from '../../place.ts'
import type { Place } from '../../place.ts'
import { kinds } from './kinds.ts'
import type { Kind, KindName } from './kind.ts'
import type { Combination } from './combinations.ts'
import type { Expectation } from './expectations.ts'

/** So many places of one fault are told; the rest is counted, since tools make the same mistake in each of 18,000 components. */
const mostPlaces = 10

/**
 * Holds a document against the standard, after it was read: each fault is a doubt, with its place, what CycloneDX expects there and what to do.
 * Nothing is changed or left out for it. One walk over the objects that `kinds` names, by a stack of its own.
 */
export function checkCycloneDx(reading: Reading, bom: Entry): void {
  const stated = own(bom.fields, 'specVersion')
  const version = typeof stated === 'string' ? stated : ''
  const faults = collectFaults(reading, bom)
  const stack: Step[] = [{ fields: bom.fields, kind: rules.bom, above: undefined, key: '', index: undefined }]
  for (let step = stack.pop(); step !== undefined; step = stack.pop()) {
    const { fields, kind } = step
    const before = stack.length
    for (const key of kind.required) checkRequired(faults, step, key)
    for (const combination of kind.combinations) {
      const fault = combination(fields, version)
      if (fault !== undefined) faults.add(step, undefined, { fault, toDo })
    }
    for (const key of Object.keys(fields)) checkField(faults, stack, { step, key })
    reverse(stack, before)
  }
  faults.tellRest()
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

function checkRequired(faults: Faults, step: Step, key: string): void {
  const value = own(step.fields, key)
  if (value !== undefined && value !== '') return
  faults.add(step, undefined, { fault: `${step.kind.called} has no ${key}, which CycloneDX requires`, toDo })
}

/** What is to be looked at next goes onto the stack. */
function checkField(faults: Faults, stack: Step[], { step, key }: { step: Step; key: string }): void {
  const rule = step.kind.fields.get(key)
  if (rule === undefined) return checkName(faults, step, key)
  if (rule.is === 'free') return
  const value = step.fields[key]
  if (rule.is === 'value') return checkValue(faults, value, { step, key, expectation: rule.expectation })
  const kind = rules[rule.kind]
  if (isFields(value)) stack.push({ fields: value, kind, above: step, key, index: undefined })
  else if (Array.isArray(value))
    for (const [index, fields] of value.entries())
      if (isFields(fields)) stack.push({ fields, kind, above: step, key, index })
}

function checkValue(faults: Faults, value: unknown, at: { step: Step; key: string; expectation: Expectation }): void {
  if (Array.isArray(value)) {
    for (const each of value.slice(0, mostPlaces)) checkValue(faults, each, at)
    return
  }
  // What is null, the reader tells.
  if (value === null || value === undefined) return
  const stated = typeof value === 'string' ? value : JSON.stringify(value)
  if (typeof value !== 'object' && at.expectation.holds(stated)) return
  const { step, key, expectation } = at
  const is = `${key} of ${step.kind.called} is ${JSON.stringify(stated.slice(0, 100))}`
  faults.add(step, key, { fault: `${is} where CycloneDX expects ${expectation.words}`, toDo })
}

/** Names with a colon are attributes of other namespaces, which are free to stand anywhere in XML. */
function checkName(faults: Faults, step: Step, key: string): void {
  if (key.includes(':')) return
  const fault = `${JSON.stringify(key.slice(0, 100))} is no field of ${step.kind.called} in CycloneDX`
  faults.add(step, key, { fault, toDo: 'look whether it is misspelt, since such a field may not be read' })
}

interface Faults {
  /** `key`: the field of the object that is at fault. `fault` is alike in all places that show the same mistake. */
  readonly add: (step: Step, key: string | undefined, said: { fault: string; toDo: string }) => void
  readonly tellRest: () => void
}

/** Kinds of faults that are counted apart; each further one is told as it comes. */
const mostFaults = 1_000

function collectFaults(reading: Reading, bom: Entry): Faults {
  const counts = new Map<string, number>()
  return {
    add: (step, key, said) => {
      const count = (counts.get(said.fault) ?? 0) + 1
      if (count > 1 || counts.size < mostFaults) counts.set(said.fault, count)
      if (count > mostPlaces) return
      const place = placeOf(reading, bom, step)
      reading.problems.doubt(key === undefined ? place : placeUnder(place, key), `${said.fault}; ${said.toDo}`)
    },
    tellRest: () => {
      for (const [fault, count] of counts) {
        const rest = count - mostPlaces
        if (rest > 0)
          reading.problems.doubt(bom.place, `${fault}, and so it is in ${rest} more places that are not listed`)
      }
    },
  }
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
