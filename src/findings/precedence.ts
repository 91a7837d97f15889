import type { Justification, StatementRole, StatementStatus } from '../model/index.ts'

/** A statement as far as its standing among others goes. */
export interface Speaker {
  readonly status: StatementStatus
  readonly role: StatementRole
  readonly signature: 'valid' | 'invalid' | 'unsigned' | 'unknownKey'
  readonly author: string
  readonly justification: Justification | null
  /** It says why: by a justification or in words. */
  readonly isReasoned: boolean
  /** ISO 8601: when it was stated or last changed; empty where nobody said, or where it cannot be believed. */
  readonly at: string
  /** How it came to speak of this target: of exactly this version, of a range that this version lies in, or of versions among which this one may be. */
  readonly reach: 'exact' | 'inside' | 'possible'
}

/** A statement on a part of a product. `part` tells parts of one target apart. */
export interface PartSpeaker extends Speaker {
  readonly part: string | number
}

/**
 * What is stated of a target and holds; `nothing`: it is judged as if nobody had said anything of the whole; `perhapsAffected`: versions are affected
 * among which this one may be.
 */
export type Stated = 'nothing' | Weighed
type Weighed = StatementStatus | 'perhapsAffected'

/** What statements on one flaw in one target come to. */
export interface Settled<Whole, Part> {
  readonly stated: Stated
  /** Those that decide it. */
  readonly deciding: readonly (Whole | Part)[]
  /** Parts that are stated not to have the flaw, in this target, and those who say so. */
  readonly cleared: ReadonlyMap<string | number, readonly Part[]>
}

/**
 * Who is believed, the best first: the maker by a valid signature, a coordinator, the maker without one, the supplier of a component, the hospital.
 * Undefined: the statement does not count, and is shown. Only what is said of exactly this version clears it. Under an invalid signature nothing is cleared; an alarm stands as if it were not signed, or
 * who forges a signature could silence it.
 */
export function standingOfSpeaker(speaker: Speaker, isOfPart: 'part' | 'whole'): number | undefined {
  const { status, role, signature, justification, isReasoned, reach } = speaker
  const isGood = status === 'notAffected' || status === 'fixed'
  if ((isGood && (signature === 'invalid' || reach !== 'exact')) || (status === 'notAffected' && !isReasoned))
    return undefined
  switch (role) {
    case 'maker':
      return signature === 'valid' ? 1 : 3
    case 'coordinator':
      return 2
    case 'supplier':
      if (!isGood) return 4
      if (isOfPart === 'whole') return undefined
      return status === 'fixed' || (justification !== null && ofTheCode.has(justification)) ? 4 : undefined
    case 'hospital':
      return 5
  }
}

/** What the supplier of a component can know: its code. Whether code is reached or guarded is known only of the whole product. */
const ofTheCode: ReadonlySet<Justification> = new Set(['componentNotPresent', 'vulnerableCodeNotPresent'])

/**
 * What statements on one flaw come to in one target. The best standing decides; of one author the latest word counts; of several, and of
 * contradictory ones, the worse. An investigation lowers nothing. A part that is stated affected makes its product so, unless someone
 * of better standing clears the whole; a part that is cleared is cleared alone.
 */
export function settleStatements<Whole extends Speaker, Part extends PartSpeaker>(
  whole: readonly Whole[],
  parts: readonly Part[],
): Settled<Whole, Part> {
  const ofWhole = bestOf(whole, 'whole')
  const byPart = [...Map.groupBy(parts, ({ part }) => part)].flatMap(([part, some]) => {
    const best = bestOf(some, 'part')
    return best === undefined ? [] : [{ part, ...best }]
  })
  const cleared = new Map(
    byPart.filter(({ status }) => isGood(status)).map(({ part, deciding }) => [part, deciding] as const),
  )
  const raised = byPart.filter(({ status, standing }) => !isGood(status) && !isOverruled(standing, ofWhole))
  const all = [...(ofWhole === undefined ? [] : [ofWhole]), ...raised]
  const stated = order.find((status) => all.some((each) => each.status === status)) ?? 'nothing'
  const deciding = all
    .filter(({ status }) => status === stated)
    .flatMap((each): readonly (Whole | Part)[] => each.deciding)
  return { stated, deciding, cleared }
}

/** The worst first. */
const order: readonly Weighed[] = ['affected', 'perhapsAffected', 'underInvestigation', 'notAffected', 'fixed']

function isGood(status: Weighed): boolean {
  return status === 'notAffected' || status === 'fixed'
}

function isOverruled(standing: number, whole: Best<Speaker> | undefined): boolean {
  return whole !== undefined && isGood(whole.status) && whole.standing < standing
}

/** What a statement says of this very target: of versions that may not be this one, nobody can tell. */
function weighed({ status, reach }: Speaker): Weighed {
  return status === 'affected' && reach === 'possible' ? 'perhapsAffected' : status
}

function isOpen(status: Weighed): boolean {
  return status === 'underInvestigation' || status === 'perhapsAffected'
}

interface Best<S> {
  readonly status: Weighed
  readonly standing: number
  readonly deciding: readonly S[]
}

function bestOf<S extends Speaker>(speakers: readonly S[], of: 'part' | 'whole'): Best<S> | undefined {
  const counted = speakers.flatMap((speaker) => {
    const standing = standingOfSpeaker(speaker, of)
    return standing === undefined ? [] : [{ speaker, standing }]
  })
  const standing = Math.min(...counted.map((each) => each.standing))
  const highest = latestOf(counted.flatMap((each) => (each.standing === standing ? [each.speaker] : [])))
  const status = order.find((each) => highest.some((speaker) => weighed(speaker) === each))
  if (status === undefined) return undefined
  const earlier = counted.map(({ speaker }) => speaker).filter((speaker) => !isOpen(weighed(speaker)))
  const others = latestOf(earlier).filter((speaker) => speaker.status === 'affected')
  if (isOpen(status) && others.length > 0) return { status: 'affected', standing, deciding: others }
  return { status, standing, deciding: highest.filter((speaker) => weighed(speaker) === status) }
}

/**
 * The last word of each author; several where they were said at one time. What has no time may be the last word too. What an author says at one time of
 * exactly this version goes before what he says of a range.
 */
function latestOf<S extends Speaker>(speakers: readonly S[]): S[] {
  return [...Map.groupBy(speakers, ({ author, role }) => `${role} ${author}`).values()].flatMap((some) => {
    const latest = some.reduce((last, { at }) => (at > last ? at : last), '')
    const last = some.filter(({ at }) => at === latest || at === '')
    const isExact = latest !== '' && last.some(({ at, reach }) => at === latest && reach === 'exact')
    return isExact ? last.filter(({ at, reach }) => reach === 'exact' || at === '') : last
  })
}
