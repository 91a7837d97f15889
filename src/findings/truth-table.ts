import type { Reason, Verdict } from '../model/index.ts'
import type { Stated } from './precedence.ts'

/**
 * What is known of one SBOM of one model version when a question is put. Every fact has one value; `null` in a rule means "whatever it is".
 * - `question`: `flaw` asks whether a vulnerability reaches the device, `part` whether it contains a component, `words` the same by free words, `hash` by digest, `support` whether it holds a part past its end of life.
 * - `known`: whether the feeds can judge the flaw at all. Questions about parts are always `judged`.
 * - `target`: what is known of the device. `described` means that this SBOM describes it.
 * - `stated`: what makers, coordinators and the hospital state of this flaw in exactly this model version, as far as it holds (`precedence.ts`).
 * - `listed`: the worst that the SBOM's components give; `cleared` where only components that are stated not to have the flaw would be affected.
 * - `layer`: whether the SBOM describes the layer (operating system, firmware) the flaw is in; true for a flaw in an application.
 * - `complete`: the SBOM states that it lists every part of the whole device (for a hash: and gives that digest of each).
 */
export interface Facts {
  readonly question: 'flaw' | 'part' | 'words' | 'hash' | 'support'
  readonly known: 'judged' | 'noRange' | 'withdrawn' | 'notInFeeds'
  readonly target: 'noModel' | 'noVersion' | 'noSbom' | 'described'
  readonly stated: Stated
  readonly listed: 'affected' | 'unknown' | 'cleared' | 'notAffected' | 'absent'
  readonly layer: boolean
  readonly complete: boolean
}

export interface Rule {
  readonly when: { readonly [Fact in keyof Facts]: Facts[Fact] | null }
  readonly verdict: Verdict
  readonly reason: Reason
  /** Why the rule is so, for whoever checks it. */
  readonly because: string
}

const whatever: Rule['when'] = {
  question: null,
  known: null,
  target: null,
  stated: null,
  listed: null,
  layer: null,
  complete: null,
}

/**
 * The verdict on a device, from one SBOM: the first rule that holds. Across SBOMs the worst verdict wins.
 * `store` joins this very table in SQL; `truth-table.test.ts` tests each row, that every combination of facts has a rule, and that no rule is dead.
 */
export const truthTable: readonly Rule[] = [
  {
    when: { ...whatever, stated: 'affected' },
    verdict: 'affected',
    reason: 'statedAffected',
    because: 'Who knows this very version best says that it is affected; no list of parts knows better.',
  },
  {
    when: { ...whatever, stated: 'notAffected' },
    verdict: 'notAffected',
    reason: 'statedNotAffected',
    because: 'It is stated, with a reason, for exactly this version, and nobody of equal standing says otherwise.',
  },
  {
    when: { ...whatever, stated: 'fixed' },
    verdict: 'notAffected',
    reason: 'statedFixed',
    because: 'It is stated for exactly this version that it has the repair, which no version range of a part can show.',
  },
  {
    when: { ...whatever, question: 'support', target: 'described', listed: 'affected' },
    verdict: 'affected',
    reason: 'supportEnded',
    because: 'A listed part is past its end, by what its SBOM states or else by what is known of its line of releases.',
  },
  {
    when: { ...whatever, stated: 'underInvestigation', known: 'judged', listed: 'affected' },
    verdict: 'affected',
    reason: 'listedInRange',
    because: 'An investigation lowers nothing: until it ends, a listed component in an affected range is affected.',
  },
  {
    when: { ...whatever, stated: 'underInvestigation' },
    verdict: 'unknown',
    reason: 'underInvestigation',
    because: 'Who knows the product is still looking. Until then nobody can tell, whatever the list of parts says.',
  },
  {
    when: { ...whatever, stated: 'perhapsAffected', known: 'judged', listed: 'affected' },
    verdict: 'affected',
    reason: 'listedInRange',
    because: 'A doubt about what is stated lowers nothing: a listed component in an affected range is affected.',
  },
  {
    when: { ...whatever, stated: 'perhapsAffected' },
    verdict: 'unknown',
    reason: 'statedOfSomeVersions',
    because: 'Versions of this very model are stated to be affected, and whether this is one of them cannot be told.',
  },
  {
    when: { ...whatever, question: 'support', known: 'notInFeeds' },
    verdict: 'unknown',
    reason: 'noLifecycles',
    because: 'No source of ends of support is loaded, so that silence about a part means nothing.',
  },
  {
    when: { ...whatever, known: 'notInFeeds' },
    verdict: 'unknown',
    reason: 'notInFeeds',
    because: 'No loaded feed knows the identifier, so nothing can be said of any device.',
  },
  {
    when: { ...whatever, known: 'withdrawn' },
    verdict: 'unknown',
    reason: 'withdrawn',
    because:
      'Its sources withdrew the identifier, often because another one names the flaw; that one has to be asked for.',
  },
  {
    when: { ...whatever, known: 'noRange' },
    verdict: 'unknown',
    reason: 'noRange',
    because: 'No source says in a form a machine can read which versions are affected. That is not "none".',
  },
  {
    when: { ...whatever, target: 'noModel' },
    verdict: 'unknown',
    reason: 'noModel',
    because: 'A device whose model is not known can hold anything.',
  },
  {
    when: { ...whatever, target: 'noVersion' },
    verdict: 'unknown',
    reason: 'noVersion',
    because: 'An SBOM speaks of one software version; without it no SBOM applies.',
  },
  {
    when: { ...whatever, listed: 'affected' },
    verdict: 'affected',
    reason: 'listedInRange',
    because: 'A listed component is in an affected range (or is the part asked for).',
  },
  {
    when: { ...whatever, target: 'noSbom', listed: 'unknown' },
    verdict: 'unknown',
    reason: 'listedInDoubt',
    because: 'The device model itself may be what the advisory names.',
  },
  {
    when: { ...whatever, target: 'noSbom' },
    verdict: 'unknown',
    reason: 'noSbom',
    because: 'Without an SBOM nothing is known of what is inside.',
  },
  {
    when: { ...whatever, listed: 'unknown' },
    verdict: 'unknown',
    reason: 'listedInDoubt',
    because: 'A listed component may be affected; the finding says what could not be told.',
  },
  {
    when: { ...whatever, question: 'support', listed: 'notAffected', complete: true },
    verdict: 'notAffected',
    reason: 'allSupported',
    because: 'The SBOM states that it lists every part, and of each it is known that flaws are still repaired.',
  },
  {
    when: { ...whatever, question: 'support', listed: 'notAffected', complete: false },
    verdict: 'notListed',
    reason: 'notListed',
    because: 'What is known is supported, but the SBOM does not list everything, or no source speaks of some of it.',
  },
  {
    when: { ...whatever, question: 'support', listed: 'absent' },
    verdict: 'notListed',
    reason: 'notListed',
    because: 'Silence of the sources about a part does not say that it is supported.',
  },
  {
    when: { ...whatever, question: 'flaw', layer: false },
    verdict: 'unknown',
    reason: 'layerNotDescribed',
    because: 'An SBOM that lists no operating system (or firmware) says nothing about a flaw in one.',
  },
  {
    when: { ...whatever, listed: 'cleared' },
    verdict: 'notAffected',
    reason: 'componentCleared',
    because:
      'The components that would be affected are stated not to have the flaw in this product; no other one has it.',
  },
  {
    when: { ...whatever, listed: 'notAffected' },
    verdict: 'notAffected',
    reason: 'listedOutsideRange',
    because: 'Every listed component that the question names is outside every affected range.',
  },
  {
    when: { ...whatever, question: 'words', listed: 'absent' },
    verdict: 'notListed',
    reason: 'notListed',
    because: 'Free words may not be the name the maker used, so even a complete SBOM does not prove absence.',
  },
  {
    when: { ...whatever, listed: 'absent', complete: true },
    verdict: 'notAffected',
    reason: 'absentFromCompleteSbom',
    because: 'The SBOM states that it lists every part of the whole device, and the part is not there.',
  },
  {
    when: { ...whatever, listed: 'absent', complete: false },
    verdict: 'notListed',
    reason: 'notListed',
    because: 'The SBOM does not list it, and does not say that it lists everything.',
  },
]

/** The first rule that holds for the facts. Reference for the SQL join in `store`. */
export function judge(facts: Facts): Rule {
  const rule = truthTable.find(({ when }) => holds(when, facts))
  if (rule === undefined) throw new Error(`the truth table has no rule for ${JSON.stringify(facts)}`)
  return rule
}

function holds(when: Rule['when'], facts: Facts): boolean {
  return (Object.keys(when) as (keyof Facts)[]).every((fact) => when[fact] === null || when[fact] === facts[fact])
}
