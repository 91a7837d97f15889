/** Why a device is in its class. Findings bring finer doubts of their own (`Doubt`) where the truth table says `listedInDoubt`. */
export const reasons = [
  'listedInRange',
  'listedInDoubt',
  'listedOutsideRange',
  'notInFeeds',
  'withdrawn',
  'noRange',
  'noModel',
  'noVersion',
  'noSbom',
  'layerNotDescribed',
  'notListed',
  'absentFromCompleteSbom',
  'statedAffected',
  'statedNotAffected',
  'statedFixed',
  'underInvestigation',
  'statedOfSomeVersions',
  'componentCleared',
  'supportEnded',
  'allSupported',
  'noLifecycles',
] as const
export type Reason = (typeof reasons)[number]

/** What stands beside a verdict, and no verdict is for: a component was judged as something else, or the network tells another version than the list. */
export type AsideReason = 'componentCorrected' | 'otherVersionSeen'
