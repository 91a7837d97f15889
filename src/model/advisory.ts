import type { PackageKey } from './package-key.ts'
import type { VersionRange } from './range.ts'

/** How sure an identifier makes a match: 1 hash or purl, 2 CPE, 3 CNA block, 4 maker's advisory naming the device, 5 name only. */
export type Tier = 1 | 2 | 3 | 4 | 5

/** One line of "these versions of this package are affected". */
export interface AffectedRange {
  readonly key: PackageKey
  readonly tier: Tier
  readonly range: VersionRange
  /** The range in the source's own words, for the evidence: `>= 2.0 and < 2.15.0`. */
  readonly text: string
  /** What else a CPE asks of the component, when it asks: values of the 7 attributes after `version`, by name. */
  readonly cpe?: string
  /** Index into `Advisory.conditions`: the range counts only where that configuration holds. */
  readonly condition?: number
  /** Why the source itself cannot tell whether these versions are affected; a match is then a doubt, unless a surer source states more. */
  readonly undecided?: string
}

/** One operand of a configuration: "the device has this". `vulnerable: false` marks the environment, which never makes a finding. */
export interface ConditionOperand {
  readonly key: PackageKey
  readonly range: VersionRange
  readonly vulnerable: boolean
  readonly text: string
  /** What else the CPE asks of the component, as in `AffectedRange`. */
  readonly cpe?: string
}

export interface ConditionNode {
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly operands: readonly ConditionOperand[]
}

/** An NVD configuration whose truth depends on more than one component: `firmware AND hardware`. */
export interface Condition {
  readonly operator: 'AND' | 'OR'
  readonly negate: boolean
  readonly nodes: readonly ConditionNode[]
}

/** A score recomputed from its vector; `base` is 0.0–10.0 and absent when the vector is not valid. */
export interface Severity {
  readonly source: string
  readonly vector: string
  readonly cvssVersion: '2.0' | '3.0' | '3.1' | '4.0'
  readonly base?: number
  /** The number the source printed, kept as provenance only. */
  readonly printedBase?: number
}

/** How a flaw is used, as one source weighed it by SSVC, and since when it knows of attacks. What it does not say is absent. */
export interface Assessment {
  /** Who weighed it: `CISA-ADP`, `EUVD`. */
  readonly source: string
  readonly exploitation?: 'none' | 'poc' | 'active'
  readonly automatable?: 'no' | 'yes'
  readonly technicalImpact?: 'partial' | 'total'
  /** ISO 8601. */
  readonly assessedAt?: string
  /** ISO 8601 date. */
  readonly exploitedSince?: string
}

/** What one source says of one vulnerability. `key` is unique within its feed and stable across revisions. */
export interface Advisory {
  readonly key: string
  /** The identifier people ask for: `CVE-2021-44228`, `GHSA-jfh8-c2jp-5v3q`. */
  readonly id: string
  /** Other names of the very same flaw: symmetric and transitive. */
  readonly aliases: readonly string[]
  /** Flaws this advisory passes on (OSV `upstream`): one way, never merged. */
  readonly upstream: readonly string[]
  readonly summary: string
  /** ISO 8601. */
  readonly publishedAt?: string
  readonly modifiedAt?: string
  /** Withdrawn or rejected by its source: it makes no finding, and is kept. */
  readonly withdrawn: boolean
  readonly severities: readonly Severity[]
  readonly assessment?: Assessment
  readonly references: readonly string[]
  readonly ranges: readonly AffectedRange[]
  readonly conditions: readonly Condition[]
  /** Says why a source that names software gives no range that a machine can use. */
  readonly problems: readonly string[]
}

/** CISA's list of flaws known to be exploited. */
export interface ExploitedFlaw {
  readonly id: string
  /** ISO 8601 date. */
  readonly addedOn: string
  readonly dueOn?: string
  readonly ransomware: boolean
  readonly name: string
}

/** FIRST's estimate that a flaw is exploited within 30 days; both numbers are 0–1. */
export interface ExploitPrediction {
  readonly id: string
  readonly epssProbability: number
  readonly epssPercentile: number
}
