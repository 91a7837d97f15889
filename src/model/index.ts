export type {
  Answer,
  AnsweredDevice,
  Counts,
  FeedDate,
  FlawSummary,
  ModelVersionVerdict,
  Note,
  ReasonCount,
  SbomHeader,
  Settlement,
  Ssvc,
  WardCounts,
  Why,
  WhyCorrected,
  WhyStatement,
} from './answer.ts'
export { aliasKinds, aliasRelations, checkAlias, keyOfAliasEnd, readAliases, writeAliases } from './alias.ts'
export type { AliasFact, AliasKind, AliasProblem, AliasRelation } from './alias.ts'
export type {
  AdvisoryDocument,
  AdvisoryFlaw,
  AdvisoryProduct,
  AdvisoryRemediation,
  FileHashes,
  JoinedProduct,
  PathStep,
  ProductIdentifiers,
  ProductStatus,
  ProductVersion,
} from './advisory-document.ts'
export { canonicalIp, canonicalMac, isIpAddress } from './addresses.ts'
export { assertNever } from './assert-never.ts'
export { faultOfDigest, isWholeDigest } from './digest.ts'
export { lookup } from './lookup.ts'
export { checkCorrection, correctComponent, isMeant } from './correction.ts'
export type { CorrectedAs, CorrectionFact, CorrectionMatch, CorrectionSets, CorrectionTold } from './correction.ts'
export { checklists, componentChecks, documentChecks } from './quality.ts'
export type {
  ChecklistId,
  ChecklistResult,
  CheckOutcome,
  ComponentCheck,
  ComponentQuality,
  DocumentCheck,
  QualityCheck,
  QualityLine,
  SbomQuality,
} from './quality.ts'
export type {
  Advisory,
  AffectedRange,
  Assessment,
  Condition,
  ConditionNode,
  ConditionOperand,
  ExploitedFlaw,
  ExploitPrediction,
  Severity,
  Tier,
} from './advisory.ts'
export type { AssetRow, ExistingDevice } from './asset-row.ts'
export type { VersionSeen, VersionWord, WhyVersions, WhyVersionSeen } from './device-version.ts'
export { matchRules, observedStandings } from './observed-standing.ts'
export type {
  AnchorLink,
  LinkWords,
  MatchRule,
  ObservedIdentity,
  ObservedLink,
  ObservedMatch,
  ObservedStanding,
} from './observed-standing.ts'
export { joinRules, observedKinds } from './observed-device.ts'
export type {
  AnchorWords,
  JoinRule,
  KeptObservation,
  KeptSighting,
  ObservedConflict,
  ObservedFacts,
  ObservedGroup,
  ObservedJoin,
  ObservedKind,
  ObservedValue,
  ObservedValues,
  ObservedVersion,
  Sighting,
} from './observed-device.ts'
export { clinicalProtocols } from './clinical-protocols.ts'
export { observedFields } from './observation.ts'
export type {
  FlowEnd,
  Observation,
  ObservedConfidence,
  ObservedFact,
  ObservedField,
  ObservedFlow,
  ObservedSubject,
} from './observation.ts'
export { listFields } from './component-list.ts'
export type { AcceptedColumns, ColumnChoice, ListColumn, ListField, ListUnderstood, RowLeft } from './component-list.ts'
export { componentTypes, isWhollyComplete } from './component.ts'
export type {
  Aggregate,
  Ancestor,
  Completeness,
  Component,
  ComponentTraits,
  ComponentType,
  Hash,
  OtherIdentifier,
  Problem,
  Relation,
  Sbom,
  SbomFormat,
} from './component.ts'
export type {
  ConditionalListing,
  Configuration,
  ConfigurationId,
  FleetTarget,
  JudgingSbom,
  Listing,
  Operand,
  OperandPackage,
  Outcome,
  Places,
  SbomFacts,
  Truth,
} from './fleet-target.ts'
export { isUuid } from './ids.ts'
export type { DeviceId, JobId, ModelVersionId, OrganisationId, SbomId } from './ids.ts'
export { compareCpeAttributes, cpeVersionText, formatCpe, parseCpe, isPattern } from './cpe.ts'
export type { Cpe, CpeValue, CpeVersion } from './cpe.ts'
export { deviceKey, madeKeyOf, modelKey, versionKey } from './devices.ts'
export { keyOfEcosystem } from './ecosystems.ts'
export { doubts } from './indexed-component.ts'
export type { ComponentKey, Doubt, IndexedComponent, VersionOrder } from './indexed-component.ts'
export { hasEnded } from './job.ts'
export type { Job, JobKind, JobPriority, JobProblem, JobProgress, JobState } from './job.ts'
export { knownAliases } from './known-aliases.ts'
export { releaseOfSystem } from './distributions.ts'
export { productsOfSystem } from './systems.ts'
export { supportStandings } from './lifecycle.ts'
export type {
  PartSupport,
  ProductLifecycle,
  ReleaseCycle,
  SupportDoubt,
  SupportEnd,
  SupportStanding,
} from './lifecycle.ts'
export { isKernel, layerOfKey } from './layer.ts'
export type { Layer } from './layer.ts'
export { makerKey, makersBeginning, nameAfterMaker, spellingsOfMaker } from './makers.ts'
export { repairText } from './mojibake.ts'
export { foldName, foldWords } from './names.ts'
export {
  isDistributionKey,
  keyOfCpe,
  keysOfPurl,
  nameKey,
  nameOfKey,
  namesOfPurl,
  packageKey,
  scopeOfKey,
} from './package-key.ts'
export type { PackageKey } from './package-key.ts'
export { formatPurl, parsePurl, toCurrentType, toPurl } from './purl.ts'
export type { Purl, PurlParts } from './purl.ts'
export type {
  SignatureDoubt,
  SignatureFacts,
  SignatureFault,
  SignatureKind,
  SignatureShown,
  SignatureState,
} from './signature.ts'
export { sourcesOfPurl } from './source-packages.ts'
export type { SourcePackage } from './source-packages.ts'
export type { Page, PageAsked, Place, Slice } from './page.ts'
export type { SortKey, VersionRange } from './range.ts'
export { reasons } from './reason.ts'
export type { AsideReason, Reason } from './reason.ts'
export { justifications, remediationKinds, statementFormats, statementRoles, statementStatuses } from './statement.ts'
export type {
  Justification,
  ProductNamed,
  RemediationKind,
  Statement,
  StatementFormat,
  StatementRole,
  StatementSource,
  StatementStatus,
  StatementSubject,
  SubjectRange,
} from './statement.ts'
export type { SbomDepth } from './sbom-depth.ts'
export { comparedFields, flawTurns } from './sbom-diff.ts'
export type {
  AlignedBy,
  ChangedLine,
  ComparedField,
  ComparedLine,
  ComponentChanges,
  FlawChange,
  FlawTurn,
} from './sbom-diff.ts'
export { verdicts } from './verdict.ts'
export type { Verdict } from './verdict.ts'
export { readWindows } from './windows.ts'
export type { WindowsNamed, WindowsProduct } from './windows.ts'
export { readUdi } from './udi.ts'
export type { Udi, UdiOptions } from './udi.ts'
export { exposureRules } from './traffic.ts'
export type {
  Exposure,
  ExposureRule,
  NamedNetwork,
  NeededFlow,
  NeededFlows,
  TrafficEnd,
  TrafficLine,
  Zone,
} from './traffic.ts'
export { visible, visibleJson } from './visible.ts'
