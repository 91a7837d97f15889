import { formatCpe, parseCpe } from './cpe.ts'
import { componentTypes } from './component.ts'
import type { Component, ComponentType } from './component.ts'
import { formatPurl, parsePurl } from './purl.ts'

/** Which components a correction speaks of, by what is written. What is absent may be anything. */
export interface CorrectionMatch {
  readonly name: string
  readonly group?: string
  /** Empty: those that are listed without a version. */
  readonly version?: string
  readonly supplier?: string
  readonly purl?: string
  readonly cpe?: string
  /** Only in SBOMs of devices of this maker, in any spelling; one that describes others' devices too is not meant. */
  readonly ofMaker?: string
  /** And of this model alone. */
  readonly ofModel?: string
}

/** What is said in the place of what is written. */
export interface CorrectionSets {
  readonly name?: string
  readonly group?: string
  readonly version?: string
  readonly supplier?: string
  readonly type?: ComponentType
  readonly purl?: string
  readonly cpe?: string
  /** The component is not on the device; nothing else is said then. */
  readonly notOnDevice?: true
}

/** A rule that an organisation made: what it speaks of, what it says instead, and why. */
export interface CorrectionFact {
  readonly match: CorrectionMatch
  readonly sets: CorrectionSets
  readonly reason: string
}

/** A correction that acts on what is shown. */
export interface CorrectionTold {
  readonly correctionId: number
  readonly sets: CorrectionSets
  readonly reason: string
  readonly by: string
  /** ISO 8601. */
  readonly at: string
}

/** What corrections make of a component that is written: what is judged in its place (`instead`; absent: it is not on the device), and who says so. */
export interface CorrectedAs {
  readonly instead?: {
    readonly name: string
    readonly version?: string
    readonly purls: readonly string[]
    readonly cpes: readonly string[]
  }
  readonly corrections: readonly CorrectionTold[]
}

/** Whether a correction speaks of a component, by what is written, letter by letter. The store has the same as a condition in SQL. */
export function isMeant({ name, group, version, supplier, purl, cpe }: CorrectionMatch, written: Component): boolean {
  return (
    written.name === name &&
    (group === undefined || written.group === group) &&
    (version === undefined || (written.version ?? '') === version) &&
    (supplier === undefined || written.supplier === supplier) &&
    (purl === undefined || written.purls.includes(purl)) &&
    (cpe === undefined || written.cpes.includes(cpe))
  )
}

/** Longer texts are none of a component; those of SBOMs have a limit of their own. */
const maxTextChars = 4_000
const maxReasonChars = 2_000

/** A correction with its texts trimmed; else what is wrong with it, as the end of a sentence that begins with "a correction". */
export function checkCorrection({ match, sets, reason }: CorrectionFact): CorrectionFact | string {
  const said = Object.entries(sets)
  if (match.name.trim() === '') return 'needs the name of the component as the SBOM writes it'
  if (said.length === 0)
    return 'says nothing: give a version, a purl, a CPE, a name, a supplier or a type, or that it is not on the device'
  if (sets.notOnDevice === true && said.length > 1)
    return 'says either what the component is or that it is not on the device, never both'
  if (match.ofModel !== undefined && match.ofMaker === undefined) return 'of one model needs its maker too'
  if ([match.ofMaker, match.ofModel].some((each) => each?.trim() === ''))
    return 'of some devices needs their maker by name'
  const texts = [...Object.values(match), ...said.map(([, value]) => value)].filter((each) => typeof each === 'string')
  if ([...texts, reason].some((each) => each.includes('\0') || !each.isWellFormed()))
    return 'has only characters that can be written'
  if (texts.some((each) => each.length > maxTextChars)) return `has no text of over ${maxTextChars} characters`
  if (said.some(([, value]) => typeof value === 'string' && value.trim() === '')) return 'cannot take a fact away'
  if (reason.trim() === '') return 'needs a reason: how it is known'
  if (reason.length > maxReasonChars) return `has a reason of at most ${maxReasonChars} characters`
  if (sets.type !== undefined && !componentTypes.includes(sets.type))
    return `has a type of ${componentTypes.join(', ')}`
  if (sets.purl !== undefined && parsePurl(sets.purl) === undefined) return `needs a purl such as pkg:npm/name@1.2.3`
  if (sets.cpe !== undefined && parseCpe(sets.cpe) === undefined)
    return 'needs a CPE such as cpe:2.3:a:vendor:product:1.2.3:*:*:*:*:*:*:*'
  return { match, sets, reason: reason.trim() }
}

/**
 * A component as corrections in their order say it is; undefined when one says that it is not on the device. Digests stay: they are of the
 * file. A new version goes into the identifiers too; those of another name fall away unless they are given, and so do its source packages.
 */
export function correctComponent(written: Component, corrections: readonly CorrectionSets[]): Component | undefined {
  if (corrections.some(({ notOnDevice }) => notOnDevice === true)) return undefined
  return corrections.reduce(correctOnce, written)
}

function correctOnce(written: Component, sets: CorrectionSets): Component {
  const { purl, cpe, type, name, group, supplier } = sets
  const isOther = name !== undefined && name !== written.name
  const { group: ownGroup, version: ownVersion, ...rest } = written
  const version = sets.version ?? versionOfPurl(purl) ?? versionOfCpe(cpe) ?? ownVersion
  const groupNow = group ?? (isOther ? undefined : ownGroup)
  return {
    ...rest,
    ...(name === undefined ? {} : { name }),
    ...(groupNow === undefined ? {} : { group: groupNow }),
    ...(version === undefined ? {} : { version }),
    ...(type === undefined ? {} : { type }),
    ...(supplier === undefined ? {} : { supplier }),
    purls: (purl === undefined ? (isOther ? [] : written.purls) : [purl]).map((each) => purlOf(each, version)),
    cpes: (cpe === undefined ? (isOther ? [] : written.cpes) : [cpe]).map((each) => cpeOf(each, version)),
    swids: isOther ? [] : written.swids,
    sourcePackages: isOther || purl !== undefined ? [] : written.sourcePackages,
  }
}

function versionOfPurl(text: string | undefined): string | undefined {
  return text === undefined ? undefined : parsePurl(text)?.version
}

function versionOfCpe(text: string | undefined): string | undefined {
  const version = text === undefined ? undefined : parseCpe(text)?.version
  return version?.is === 'value' && version.before === undefined && version.after === undefined
    ? version.text
    : undefined
}

function purlOf(text: string, version: string | undefined): string {
  const purl = parsePurl(text)
  return purl === undefined || version === undefined || purl.version === version
    ? text
    : formatPurl({ ...purl, version })
}

function cpeOf(text: string, version: string | undefined): string {
  const cpe = parseCpe(text)
  if (cpe === undefined || version === undefined || versionOfCpe(text) === version.toLowerCase()) return text
  return formatCpe({ ...cpe, version: { is: 'value', text: version.toLowerCase() }, update: { is: 'any' } })
}
