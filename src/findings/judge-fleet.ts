import { doubts, verdicts } from '../model/index.ts'
import type { FleetTarget, SbomFacts, Verdict } from '../model/index.ts'
import { indexFleet } from './fleet-index.ts'
import type { Known } from './fleet-index.ts'
import type { FlawLayers } from './layers.ts'
import { ABSENT, LEVELS, levelsOf, toDoubt, toListed } from './levels.ts'
import type { FleetStated, Named } from './levels.ts'
import type { Stated } from './precedence.ts'
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

/** The verdict on each target of a fleet, by its place; of 22,000 a question mostly shows a few. */
export interface FleetVerdicts {
  readonly rulingAt: (place: number) => Ruling | undefined
  /** The SBOM that decides; 0 where none is known. */
  readonly sbomIds: Int32Array
  /** How many devices each ruling holds for. */
  readonly devices: ReadonlyMap<Ruling, number>
  /** Some component of the fleet is what the question names. */
  readonly isListed: boolean
}

/**
 * Puts every target in one of the four classes: over all its SBOMs the worst, and of equally bad ones the first rule, the most telling doubt,
 * the oldest SBOM. The truth table is looked up once for each combination of facts, of which a fleet has a few dozen.
 */
export function judgeFleet(targets: readonly FleetTarget[], question: QuestionFacts, named: Named): FleetVerdicts {
  const index = indexFleet(targets)
  const { starts, told, known, sbomIds } = index
  const { byLine, byPlace } = levelsOf(index, named)
  const said = named.stated === undefined ? undefined : saidAt(named.stated, targets.length)
  const levelAt = (line: number, ofModel: number): number => Math.max(byLine[line] ?? ABSENT, ofModel)
  const rules = rulesOf(question, index.knowns)
  const { codeOf, ranks } = rules
  const [codes, deciding] = [new Int32Array(targets.length), new Int32Array(targets.length)]
  for (let place = 0; place < targets.length; place += 1) {
    const ofModel = byPlace[place] ?? ABSENT
    const stated = said === undefined ? 0 : (said[place] ?? 0)
    const end = starts[place + 1] ?? 0
    let line = starts[place] ?? 0
    let worst =
      line === end
        ? codeOf(told[place] ?? 0, ofModel, stated)
        : codeOf(known[line] ?? 0, levelAt(line, ofModel), stated)
    if (line < end) deciding[place] = sbomIds[line] ?? 0
    for (line += 1; line < end; line += 1) {
      const code = codeOf(known[line] ?? 0, levelAt(line, ofModel), stated)
      const isBetter = (ranks[code] ?? 0) - (ranks[worst] ?? 0)
      if (isBetter > 0 || (isBetter === 0 && (sbomIds[line] ?? 0) > (deciding[place] ?? 0))) continue
      worst = code
      deciding[place] = sbomIds[line] ?? 0
    }
    codes[place] = worst
  }
  const isListed = byLine.some((level) => level > ABSENT) || byPlace.some((level) => level > ABSENT)
  return { ...toRulings(rules, codes, index.devices), sbomIds: deciding, isListed }
}

/** What can be stated, as numbers; the first is that nothing is. */
const statedValues = ['nothing', 'affected', 'notAffected', 'fixed', 'underInvestigation', 'perhapsAffected'] as const

function saidAt({ byPlace }: FleetStated, targets: number): Uint8Array {
  const said = new Uint8Array(targets)
  for (const [place, stated] of byPlace) said[place] = statedValues.indexOf(stated)
  return said
}

/** Rulings by code: one for each thing that is known of an SBOM (or of a target that none describes) and each level. */
interface Rules {
  /** The code; its ruling is looked up in the truth table the first time. */
  readonly codeOf: (known: number, level: number, stated: number) => number
  readonly byCode: readonly (Ruling | undefined)[]
  readonly ranks: Int32Array
}

const UNSEEN = -1

function rulesOf(question: QuestionFacts, knowns: readonly Known[]): Rules {
  const byCode: (Ruling | undefined)[] = Array.from({
    length: knowns.length * LEVELS * statedValues.length,
  })
  const ranks = new Int32Array(byCode.length).fill(UNSEEN)
  const codeOf = (known: number, level: number, stated: number): number => {
    const code = (stated * knowns.length + known) * LEVELS + level
    if (ranks[code] !== UNSEEN) return code
    const ruling = toRuling(question, knowns[known] ?? 'noSbom', { level, stated: statedValues[stated] ?? 'nothing' })
    byCode[code] = ruling
    ranks[code] = ruling.rank
    return code
  }
  return { codeOf, byCode, ranks }
}

function toRulings(
  { byCode }: Rules,
  codes: Int32Array,
  devices: Int32Array,
): Pick<FleetVerdicts, 'rulingAt' | 'devices'> {
  const sums = new Float64Array(byCode.length)
  for (let place = 0; place < codes.length; place += 1) {
    const code = codes[place] ?? 0
    sums[code] = (sums[code] ?? 0) + (devices[place] ?? 0)
  }
  const used = byCode.flatMap((ruling, code) =>
    ruling === undefined || sums[code] === 0 ? [] : [[ruling, sums[code] ?? 0] as const],
  )
  return { rulingAt: (place) => byCode[codes[place] ?? -1], devices: new Map(used) }
}

interface Said {
  readonly level: number
  readonly stated: Stated
}

function toRuling(question: QuestionFacts, known: Known, { level, stated }: Said): Ruling {
  const rule = judge({
    question: question.question,
    known: question.known,
    target: typeof known === 'string' ? known : 'described',
    stated,
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

function describesLayer({ layers }: QuestionFacts, known: Known): boolean {
  const [system, firmware] =
    typeof known === 'string' ? [false, false] : [known.describesOperatingSystem, known.describesFirmware]
  return (!layers.operatingSystem || system) && (!layers.firmware || firmware)
}

function isCompleteFor({ digests, isPackaged }: QuestionFacts, facts: SbomFacts): boolean {
  const isHashed = digests.length === 0 || digests.some((digest) => facts.hashedWith.includes(digest))
  return facts.complete && isHashed && (!isPackaged || facts.statesSources)
}
