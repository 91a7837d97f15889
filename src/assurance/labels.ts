import { lookup } from '../model/index.ts'
import type { Justification, RemediationKind, StatementStatus } from '../model/index.ts'

/** OpenVEX 0.2.0, field `status`. */
export const openVexStatuses = lookup<StatementStatus>({
  affected: 'affected',
  not_affected: 'notAffected',
  fixed: 'fixed',
  under_investigation: 'underInvestigation',
})

/** The five labels of CSAF flags and of OpenVEX `justification`. */
export const justificationLabels = lookup<Justification>({
  component_not_present: 'componentNotPresent',
  vulnerable_code_not_present: 'vulnerableCodeNotPresent',
  vulnerable_code_not_in_execute_path: 'vulnerableCodeNotInExecutePath',
  vulnerable_code_cannot_be_controlled_by_adversary: 'vulnerableCodeCannotBeControlledByAdversary',
  inline_mitigations_already_exist: 'inlineMitigationsAlreadyExist',
})

/** CycloneDX `analysis.state`. `false_positive` is read as not affected with a note. */
export const cycloneDxStates = lookup<StatementStatus>({
  exploitable: 'affected',
  not_affected: 'notAffected',
  false_positive: 'notAffected',
  resolved: 'fixed',
  resolved_with_pedigree: 'fixed',
  in_triage: 'underInvestigation',
})

/** CycloneDX `analysis.justification`, as far as it has one of the five labels. */
export const cycloneDxJustifications = lookup<Justification>({
  code_not_present: 'vulnerableCodeNotPresent',
  requires_dependency: 'componentNotPresent',
  code_not_reachable: 'vulnerableCodeNotInExecutePath',
  requires_configuration: 'vulnerableCodeCannotBeControlledByAdversary',
  requires_environment: 'vulnerableCodeCannotBeControlledByAdversary',
  protected_by_compiler: 'inlineMitigationsAlreadyExist',
  protected_at_runtime: 'inlineMitigationsAlreadyExist',
})

/** These hold in the author's surroundings, not in a hospital's: such a product is affected, and something protects it there. */
export const protectedFromOutside = lookup<string>({
  protected_at_perimeter: 'protection at the perimeter of the network',
  protected_by_mitigating_control: 'a mitigating control outside the product',
})

/** CycloneDX `analysis.response`. */
export const cycloneDxResponses = lookup<RemediationKind>({
  update: 'vendorFix',
  workaround_available: 'workaround',
  rollback: 'mitigation',
  will_not_fix: 'noFixPlanned',
  can_not_fix: 'noFixPlanned',
})
/** CSAF 2.0 `remediations[].category`, with the two of CSAF 2.1. */
export const csafRemediations = lookup<RemediationKind>({
  vendor_fix: 'vendorFix',
  mitigation: 'mitigation',
  workaround: 'workaround',
  fix_planned: 'fixPlanned',
  no_fix_planned: 'noFixPlanned',
  optional_patch: 'optionalPatch',
  none_available: 'noneAvailable',
})
/** The label that stands for a value: of several the first. */
export function labelOf<T extends string>(labels: Readonly<Record<string, T>>, value: T): string {
  return Object.keys(labels).find((label) => labels[label] === value) ?? value
}
