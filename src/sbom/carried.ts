import { componentTypes } from '../model/index.ts'
import type {
  Aggregate,
  Ancestor,
  Completeness,
  Component,
  ComponentType,
  Hash,
  OtherIdentifier,
  Relation,
} from '../model/index.ts'
import { isFields } from './fields.ts'
import type { Reading } from './fields.ts'
import { toHash } from './identifiers.ts'

/**
 * Facts of a component that a format has no place for. A document that Auscult wrote carries them beside what the format states, in a property
 * or an annotation. Read back they only add to what is stated: a fact that somebody changed since is believed, not what was carried.
 */
export type Carried = Partial<Omit<Component, 'ref' | 'name' | 'traits'>>

/** How the name of a property begins that carries something. */
export const carriedPrefix = 'auscult:'

/** Reads one carried fact; undefined when it is none, or not of its shape. */
export function readCarried(reading: Reading, name: string, value: unknown): Carried | undefined {
  const read = Object.hasOwn(shapes, name) ? shapes[name as keyof Carried] : undefined
  const fact = read?.(value, reading)
  return fact === undefined ? undefined : { [name]: fact }
}

type Shapes = {
  readonly [Name in keyof Required<Carried>]: (value: unknown, reading: Reading) => Carried[Name] | undefined
}

const text = (value: unknown, { limits }: Reading): string | undefined =>
  typeof value === 'string' && value.trim() !== '' && value.length <= limits.fieldLength ? value : undefined

function listOf<T>(one: (value: unknown, reading: Reading) => T | undefined) {
  return (value: unknown, reading: Reading): readonly T[] | undefined => {
    const items = Array.isArray(value) ? value.flatMap((each) => one(each, reading) ?? []) : []
    return items.length === 0 ? undefined : items
  }
}

const texts = listOf(text)

const shapes: Shapes = {
  type: (value) => ((componentTypes as readonly unknown[]).includes(value) ? (value as ComponentType) : undefined),
  group: text,
  version: text,
  versionRange: text,
  supplier: text,
  manufacturer: text,
  purls: texts,
  cpes: texts,
  swids: texts,
  hashes: listOf(readHash),
  otherIdentifiers: listOf(readOther),
  ancestors: listOf(readAncestor),
  sourcePackages: texts,
  sourceVersion: text,
  licences: texts,
  deployed: (value) => (value === false ? false : undefined),
  parent: text,
  endOfSupport: text,
  description: text,
}

function readHash(value: unknown): Hash | undefined {
  if (!isFields(value)) return undefined
  const { algorithm, hex } = value
  return typeof algorithm === 'string' && typeof hex === 'string' ? toHash(algorithm, hex) : undefined
}

function readOther(value: unknown, reading: Reading): OtherIdentifier | undefined {
  if (!isFields(value)) return undefined
  const [type, stated] = [text(value['type'], reading), text(value['value'], reading)]
  return type === undefined || stated === undefined ? undefined : { type, value: stated }
}

function readAncestor(value: unknown, reading: Reading): Ancestor | undefined {
  if (!isFields(value) || typeof value['name'] !== 'string') return undefined
  const version = text(value['version'], reading)
  return {
    name: value['name'].slice(0, reading.limits.fieldLength),
    ...(version === undefined ? {} : { version }),
    purls: texts(value['purls'], reading) ?? [],
    cpes: texts(value['cpes'], reading) ?? [],
  }
}

/** A component with what was carried beside it. `typeInPlace` is what the format says where it has no word for the carried type. */
export function withCarried(
  component: Component,
  carried: Carried,
  typeInPlace: (type: ComponentType) => ComponentType,
): Component {
  if (Object.keys(carried).length === 0) return component
  const {
    type,
    deployed,
    purls,
    cpes,
    swids,
    hashes,
    otherIdentifiers,
    ancestors,
    sourcePackages,
    licences,
    ...scalars
  } = carried
  const others = union(component.otherIdentifiers, otherIdentifiers)
  const made = union(component.ancestors, ancestors)
  return {
    ...scalars,
    ...component,
    type: type !== undefined && typeInPlace(type) === component.type ? type : component.type,
    deployed: component.deployed && deployed !== false,
    purls: union(component.purls, purls),
    cpes: union(component.cpes, cpes),
    swids: union(component.swids, swids),
    hashes: union(component.hashes, hashes),
    sourcePackages: union(component.sourcePackages, sourcePackages),
    licences: component.licences.length === 0 ? (licences ?? []) : component.licences,
    ...(others.length === 0 ? {} : { otherIdentifiers: others }),
    ...(made.length === 0 ? {} : { ancestors: made }),
  }
}

function union<T>(stated: readonly T[] = [], carried: readonly T[] = []): readonly T[] {
  if (carried.length === 0) return stated
  const words = new Set(stated.map((each) => JSON.stringify(each)))
  return [...stated, ...carried.filter((each) => !words.has(JSON.stringify(each)))]
}

/** A relation in one line: `["from","to","other","STATIC_LINK"]`. */
export function writeRelation({ from, to, kind, label }: Relation): readonly string[] {
  return [from, to, kind, label]
}

/** Reads it back; undefined when it is none. */
export function readRelation(value: unknown, reading: Reading): Relation | undefined {
  if (!Array.isArray(value)) return undefined
  const [from, to, kind, label] = value.map((each) => text(each, reading))
  if (from === undefined || to === undefined || label === undefined) return undefined
  return kind === 'contains' || kind === 'dependsOn' || kind === 'other' ? { from, to, kind, label } : undefined
}

/** What a statement of completeness speaks of: what an assembly holds, or what a component needs. */
export interface CarriedCompleteness extends Completeness {
  readonly of: 'assembly' | 'dependency'
}

/** A statement in one line: `["incomplete","assembly","ref"]`, without a reference of the whole document. */
export function writeCompleteness({ aggregate, of, assembly }: CarriedCompleteness): readonly string[] {
  return [aggregate, of, ...(assembly === undefined ? [] : [assembly])]
}

/** Reads it back; undefined when it is none. */
export function readCompleteness(value: unknown, reading: Reading): CarriedCompleteness | undefined {
  if (!Array.isArray(value)) return undefined
  const [aggregate, of, assembly] = value.map((each) => text(each, reading))
  if (of !== 'assembly' && of !== 'dependency') return undefined
  const whole = value.length === 2 ? {} : assembly === undefined ? undefined : { assembly }
  if (whole === undefined) return undefined
  const known = aggregates.find((word) => word === aggregate)
  return known === undefined ? undefined : { aggregate: known, of, ...whole }
}

const aggregates: readonly Aggregate[] = ['complete', 'incomplete', 'unknown', 'notSpecified']
