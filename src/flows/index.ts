export { addStatements } from './add-statements.ts'
export type { AddStatementsOptions, StatementsAdded } from './add-statements.ts'
export {
  addAliases,
  bringKnownAliases,
  exportAliases,
  importAliases,
  listAliases,
  readAlias,
  removeAlias,
} from './aliases.ts'
export type { Alias, AliasesAdded, AliasScope, ListAliasesOptions } from './aliases.ts'
export { listAdvisories, readAdvisory } from './advisories.ts'
export type { AdvisoryDetail, AdvisorySummary } from './advisories.ts'
export { advisoriesOfDevice, devicesOfAdvisory } from './advisory-devices.ts'
export type { AdvisoryOfDevice, DeviceNamedByAdvisory, FlawOfDevice } from './advisory-devices.ts'
export type { AdvisoryFleet } from './advisory-fleet.ts'
export type { AdvisoryVerdict } from './advisory-judgement.ts'
export { checkAdvisory } from './check-advisory.ts'
export { remediate } from './remediate.ts'
export type { RemediationGiven, RemediationSet } from './remediate.ts'
export { addSbom } from './add-sbom.ts'
export type { AddSbomOptions, SbomAdded } from './add-sbom.ts'
export { readAssetColumnChoices, readColumnChoices } from './column-choices.ts'
export { toListReport } from './component-lists.ts'
export type { ListReport, SbomToConfirm } from './component-lists.ts'
export type { SbomTarget } from './prepare-sbom.ts'
export type { DevicesAsked } from './answer-devices.ts'
export { ask, askDevices, askModels, askPage, askWards, stillMatching } from './ask.ts'
export type { AnsweredList, Asked, AskedPage } from './ask.ts'
export type { AskOptions } from './answer-frame.ts'
export { findingsOf, readDevice } from './device-findings.ts'
export type { DeviceDetail, DeviceFinding, OfDeviceOptions } from './device-findings.ts'
export { softwareOf } from './device-software.ts'
export type { SoftwareLine } from './device-software.ts'
export { countDiff, diffComponents, diffFlaws } from './diff-pages.ts'
export { requireRetirable, retireSbom } from './retire-sbom.ts'
export type { RetireSbomOptions } from './retire-sbom.ts'
export { readSbomDepth } from './sbom-depth.ts'
export { exportSbom } from './export-sbom.ts'
export type { ExportedSbom, ExportSbomOptions } from './export-sbom.ts'
export { writers as sbomWriters } from '../sbom/index.ts'
export type { WriterId as SbomWriterId } from '../sbom/index.ts'
export { diffSboms } from './diff-sboms.ts'
export type { DiffAsked, Nomenclature, NomenclatureAsked, SbomDiff } from './diff-sboms.ts'
export { missesOfSbom, qualityOfFile, qualityOfSbom } from './sbom-quality.ts'
export type { FileQuality, QualityAsked } from './sbom-quality.ts'
export { addCorrection, listCorrections, readCorrection, removeCorrection } from './corrections.ts'
export type {
  Correction,
  CorrectionAdded,
  CorrectionListed,
  CorrectionReach,
  ListCorrectionsOptions,
  NewCorrection,
} from './corrections.ts'
export { listDevices } from './devices.ts'
export type { Device, ListDevicesOptions } from './devices.ts'
export { FlowError } from './error.ts'
export type { FlowErrorCode } from './error.ts'
export { countsOfFlaw } from './counts-of-flaw.ts'
export { exportAnswer, tellAnswer } from './export-answer.ts'
export type { TellOptions, ToldAnswer } from './export-answer.ts'
export type { Fused, FuseOptions } from './fuse-observations.ts'
export {
  decideVersionOf,
  joinObserved,
  linkToDevice,
  listObservedDecisions,
  splitObserved,
  undoObserved,
} from './observed-decisions.ts'
export type { ObservedDecision } from './observed-decisions.ts'
export { readDeviceSeen, readObserved } from './observed-detail.ts'
export type { DeviceSeen, FieldSeen, ObservedDetail } from './observed-detail.ts'
export { listObserved, readStandings } from './observed-devices.ts'
export type { ListObservedOptions, ObservedDevice } from './observed-devices.ts'
export type { ObservationsTaken, TakeObservationsOptions } from './take-observations.ts'
export { showUdi } from './show-udi.ts'
export type { UdiDevice, UdiShown } from './show-udi.ts'
export { exportAssets } from './export-assets.ts'
export { equipmentForms } from '../reports/index.ts'
export { importAssets } from './import-assets.ts'
export type { AssetsImported, ImportAssetsOptions } from './import-assets.ts'
export { importFeed } from './import-feed.ts'
export type { FeedImported } from './import-feed.ts'
export { loadFeed } from './load-feed.ts'
export type { FeedLoaded, LoadFeedOptions } from './load-feed.ts'
export {
  chooseOrganisation,
  createOrganisation,
  listOrganisations,
  openMigrated,
  organisationOf,
  requireAnswer,
  withStatementLimit,
} from './open.ts'
export * from './listening.ts'
export * from './sensing.ts'
export type { ListenOptions } from './listen.ts'
export { isNamedByPatient } from '../network/index.ts'
export { listModels, readModel } from './models.ts'
export type { ListModelsOptions, Model } from './models.ts'
export { pullFeed } from './pull-feed.ts'
export type { PullFeedOptions } from './pull-feed.ts'
export { listAdvisoryProviders, listRejectedDocuments } from './advisory-providers.ts'
export { pullProvider } from './pull-provider.ts'
export type { DocumentRejected, ProviderPulled, PullProviderOptions } from './pull-provider.ts'
export { rematch } from './rematch.ts'
export type { RematchOptions } from './rematch.ts'
export { documentOf, listSboms, readSbom } from './sboms.ts'
export type { ListSbomsOptions, SbomDetail, SbomDocument, SbomSummary } from './sboms.ts'
export { scan } from './scan.ts'
export type { Finding, Scanned } from './scan.ts'
export { supportOfDevice } from './device-support.ts'
export type { DeviceSupport, DeviceSupportOptions, SupportLine } from './device-support.ts'
export { listReleaseCycles } from './release-cycles.ts'
export type { ListedCycle } from './release-cycles.ts'
export { blindSpots, devicesNamed, oneDevice, feedStatus, listFeeds } from './status.ts'
export { listStatements } from './statements.ts'
export type { ListStatementsOptions, ModelNamed, StatementListed } from './statements.ts'
export { suggest } from './suggest.ts'
export type { SuggestOptions, Suggestion } from './suggest.ts'
export { confirmTriage, listTriage, listTriageToConfirm, setTriage } from './triage.ts'
export type { SetTriageOptions, Triage, TriageToConfirm } from './triage.ts'
export { listVulnerabilities, readVulnerability } from './vulnerabilities.ts'
export type { ListVulnerabilitiesOptions, VulnerabilityDetail, VulnerabilityRecord } from './vulnerabilities.ts'
export { backup, checkVersionOrder, FeedError, feeds, restore, schemeIds } from './maintain.ts'
export type {
  Copied,
  CopyOptions,
  CopyProgress,
  FeedErrorCode,
  FeedId,
  FeedProgress,
  PullProgress,
} from './maintain.ts'
export {
  renderDiff,
  renderFlaw,
  renderQuality,
  renderScan,
  sayAdvisoryVerdict,
  sayAnswer,
  sayCare,
  sayDevice,
  sayDepth,
  saySupport,
  sayDiff,
  sayFlawChange,
  sayJob,
  sayMisses,
  sayModel,
  sayQuality,
  saySignature,
  sayStatement,
  sayVersionSource,
  sayWhy,
  sayWorkState,
} from '../reports/index.ts'
export { visible, visibleJson } from '../model/index.ts'
export type {
  AnswerWords,
  ExporterId,
  ExportOptions,
  Language,
  SaidAnswer,
  SaidDevice,
  SaidModel,
  SaidWhy,
} from '../reports/index.ts'
export { addSbomSignature } from './judge-signatures.ts'
export { addStatementSignature } from './judge-statements.ts'
export type { SignatureAdded, SignatureGiven } from './judge-signatures.ts'
export { forgetColumns, listColumns } from './accepted-columns.ts'
export type { AcceptedRow } from './accepted-columns.ts'
export { addKey, listKeys, removeKey } from './trusted-keys.ts'
export type { KeyToTrust, ListedKey } from './trusted-keys.ts'
export { toAssetsReport } from './assets-report.ts'
export type { AssetsReport } from './assets-report.ts'
export { cancelJob, countJobs, enqueue, jobIdOf, listJobs, readJob } from './jobs.ts'
export type { EnqueueOptions } from './jobs.ts'
export { watchJobs } from './job-watch.ts'
export type { WatchOptions } from './job-watch.ts'
export type { JobWork } from './job-work.ts'
export { openIntake } from './sbom-intake.ts'
export type { SbomIntake } from './sbom-intake.ts'
export { shareRematch } from './shared-rematch.ts'
export { once } from './once.ts'
export type { InTurn, OnceDone } from './once.ts'
export { newSpooledFile, pathInSpool, pathOfArriving, settleInSpool } from './spool.ts'
export type { Spool, SpooledFile } from './spool.ts'
export { startWorker } from './worker.ts'
export type { Worker, WorkerOptions } from './worker.ts'
export { exportStatements } from './export-statements.ts'
export type { ExportedStatements, StatementWriterId } from './export-statements.ts'
export { statementWriters } from '../assurance/index.ts'
export {
  neededFlowForms,
  sayCaution,
  sayEnd,
  sayExposure,
  sayRule,
  sayService,
  sayZone,
  writeNeededFlows,
} from '../reports/index.ts'
export { giveNetworkName, listExposures, listTraffic, namedNetworks, neededFlows, takeNetworkName } from './traffic.ts'
export type { TrafficAsked, ZonedLine } from './traffic.ts'
export { receiveBatch } from './receive-batch.ts'
