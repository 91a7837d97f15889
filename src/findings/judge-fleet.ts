import { doubts, verdicts } from '../model/index.ts'
import type { Doubt, FleetTarget, Listing, Outcome, SbomFacts, Verdict } from '../model/index.ts'
import type { FlawLayers } from './layers.ts'
import { judge, truthTable } from './truth-table.ts'
import type { Facts } from './truth-table.ts'

/** What is known of a question before any device is looked at. */
export interface QuestionFacts {
  readonly question: Facts['question']
  readonly known: Facts['known']
  /** Layers that an SBOM must describe before its silence means anything. */
  readonly layers: FlawLayers
  /** A flaw in distribution packages: an SBOM is complete for it only where it states source packages. */
  readonly isPackaged: boolean
  /** For a hash: absence counts only where every component carries such a digest. */
  readonly digests: readonly string[]
}

/** A verdict with its reason, and its place among all: the worst is the smallest. Equal ones are one object. */
export interface Ruling {
  readonly verdict: Verdict
  /** A `Reason`, or the `Doubt` that makes a listed component unknown. */
  readonly reason: string
  readonly rank: number
}

/** The verdict on each target of a fleet, by its place. */
export interface FleetVerdicts {
  readonly rulings: readonly Ruling[]
  /** The SBOM that decides; null when none is known. */
  readonly sbomIds: readonly (number | null)[]
  /** Some component of the fleet is what the question names. */
  readonly isListed: boolean
}

/** What the components of a fleet say that a question names. */
export interface Named {
  readonly listings: readonly Listing[]
  /** What depends on a configuration, with what each target says to that, by its place; without: cannot tell. */
  readonly conditional: readonly { readonly listing: Listing; readonly truths: Uint8Array | undefined }[]
}

/**
 * Puts every target in one of the four classes: over all its SBOMs the worst, and of equally bad ones the first rule, the most telling doubt,
 * the oldest SBOM. The truth table is looked up once for each combination of facts, of which a fleet has a few dozen.
 */
export function judgeFleet(targets: readonly FleetTarget[], question: QuestionFacts, named: Named): FleetVerdicts {
  const ruleFor = rulesOf(question)
  const levels = levelsOf(named.listings)
  const conditional = conditionalLevelsOf(named.conditional)
  const [rulings, sbomIds]: [Ruling[], (number | null)[]] = [[], []]
  let greatest = ABSENT
  let place = 0
  for (const { modelVersionId, sboms, told } of targets) {
    const ofModel = Math.max(levels.byModel[modelVersionId] ?? ABSENT, conditional.ofModel(modelVersionId, place))
    let worst: Ruling | undefined
    let decides: number | null = null
    greatest = Math.max(greatest, ofModel)
    for (const { sbomId, facts } of sboms) {
      const level = Math.max(levels.bySbom[sbomId] ?? ABSENT, conditional.ofSbom(sbomId, place), ofModel)
      const ruling = ruleFor(facts, level)
      greatest = Math.max(greatest, level)
      const isWorse = worst === undefined || ruling.rank < worst.rank
      if (!isWorse && (ruling.rank !== worst?.rank || sbomId > (decides ?? 0))) continue
      worst = ruling
      decides = sbomId
    }
    rulings.push(worst ?? ruleFor(told, ofModel))
    sbomIds.push(decides)
    place += 1
  }
  return { rulings, sbomIds, isListed: greatest > ABSENT }
}

/** What a component says, once its configuration is settled. */
function settledOutcome({ truth, doubt }: Outcome, settled: number): Outcome {
  if (settled === 2) return { truth, doubt }
  if (settled === 0) return { truth: 0, doubt: null }
  return truth === 0 ? { truth, doubt: null } : { truth: 1, doubt: doubt ?? 'conditionNotSettled' }
}

/**
 * What is listed as one number, the worse the greater: absent, named but not affected, in doubt (the most telling doubt the greatest), affected.
 * So the worst of several components is the greatest number.
 */
const ABSENT = 0
const NOT_AFFECTED = 1
const AFFECTED = 2 + doubts.length + 1

/** Levels by id: most SBOMs of a fleet may have one. */
interface Levels {
  readonly bySbom: Uint8Array
  readonly byModel: Uint8Array
}

function levelsOf(listings: readonly Listing[]): Levels {
  const levels = {
    bySbom: emptyLevels(listings.map(({ sbomIds }) => sbomIds)),
    byModel: emptyLevels(listings.map(({ modelVersionIds }) => modelVersionIds)),
  }
  for (const listing of listings) {
    const level = toLevel(listing)
    for (const id of listing.sbomIds) if (level > (levels.bySbom[id] ?? ABSENT)) levels.bySbom[id] = level
    for (const id of listing.modelVersionIds) if (level > (levels.byModel[id] ?? ABSENT)) levels.byModel[id] = level
  }
  return levels
}

function emptyLevels(lists: readonly (readonly number[])[]): Uint8Array {
  return new Uint8Array(lists.reduce((most, ids) => ids.reduce((a, b) => Math.max(a, b), most), -1) + 1)
}

type LevelAt = (id: number, place: number) => number

function conditionalLevelsOf(conditional: Named['conditional']): {
  readonly ofSbom: LevelAt
  readonly ofModel: LevelAt
} {
  if (conditional.length === 0) return { ofSbom: () => ABSENT, ofModel: () => ABSENT }
  const each = conditional.map(({ listing, truths }) => ({
    levels: [0, 1, 2].map((settled) => toLevel(settledOutcome(listing, settled))),
    truths,
  }))
  const levelAt =
    (byId: ReadonlyMap<number, readonly number[]>): LevelAt =>
    (id, place) => {
      let level = ABSENT
      for (const index of byId.get(id) ?? []) {
        const one = each[index]
        level = Math.max(level, one?.levels[one.truths?.[place] ?? 1] ?? ABSENT)
      }
      return level
    }
  return {
    ofSbom: levelAt(indexBy(conditional.map(({ listing }) => listing.sbomIds))),
    ofModel: levelAt(indexBy(conditional.map(({ listing }) => listing.modelVersionIds))),
  }
}

/** By id, the places of the lists that hold it. */
function indexBy(lists: readonly (readonly number[])[]): ReadonlyMap<number, readonly number[]> {
  const places = new Map<number, number[]>()
  for (const [place, ids] of lists.entries()) {
    for (const id of ids) {
      const known = places.get(id)
      if (known === undefined) places.set(id, [place])
      else known.push(place)
    }
  }
  return places
}

function toLevel({ truth, doubt }: Outcome): number {
  if (truth === 2) return AFFECTED
  if (truth === 0) return NOT_AFFECTED
  return 2 + (doubt === null ? 0 : doubts.length - doubts.indexOf(doubt))
}

/** The ruling for what is known of an SBOM (or of a target that none describes) and what is listed; each looked up once in the truth table. */
function rulesOf(question: QuestionFacts): (known: SbomFacts | FleetTarget['told'], level: number) => Ruling {
  const found = new Map<SbomFacts | FleetTarget['told'], Ruling[]>()
  return (known, level) => {
    const rulings = found.get(known) ?? []
    if (rulings.length === 0) found.set(known, rulings)
    return (rulings[level] ??= toRuling(question, known, level))
  }
}

function toRuling(question: QuestionFacts, known: SbomFacts | FleetTarget['told'], level: number): Ruling {
  const rule = judge({
    question: question.question,
    known: question.known,
    target: typeof known === 'string' ? known : 'described',
    listed: toListed(level),
    layer: describesLayer(question, known),
    complete: typeof known !== 'string' && isCompleteFor(question, known),
  })
  const doubt = toDoubt(level)
  const place = doubt === undefined ? doubts.length : doubts.indexOf(doubt)
  return {
    verdict: rule.verdict,
    reason: rule.reason === 'listedInDoubt' ? (doubt ?? rule.reason) : rule.reason,
    rank: (verdicts.indexOf(rule.verdict) * truthTable.length + truthTable.indexOf(rule)) * (doubts.length + 1) + place,
  }
}

function toListed(level: number): Facts['listed'] {
  if (level === ABSENT) return 'absent'
  if (level === NOT_AFFECTED) return 'notAffected'
  return level === AFFECTED ? 'affected' : 'unknown'
}

function toDoubt(level: number): Doubt | undefined {
  return level > NOT_AFFECTED && level < AFFECTED ? doubts[doubts.length - (level - 2)] : undefined
}

function describesLayer({ layers }: QuestionFacts, known: SbomFacts | FleetTarget['told']): boolean {
  const [system, firmware] =
    typeof known === 'string' ? [false, false] : [known.describesOperatingSystem, known.describesFirmware]
  return (!layers.operatingSystem || system) && (!layers.firmware || firmware)
}

function isCompleteFor({ digests, isPackaged }: QuestionFacts, facts: SbomFacts): boolean {
  const isHashed = digests.length === 0 || digests.some((digest) => facts.hashedWith.includes(digest))
  return facts.complete && isHashed && (!isPackaged || facts.statesSources)
}
