export { requireAnswer } from './alive.ts'
export { backup, restore } from './copies.ts'
export type { Copied, CopyOptions, CopyProgress } from './backup.ts'
export { StoreError } from './error.ts'
export type { StoreErrorCode } from './error.ts'
export { startEmbedded } from './embedded.ts'
export type { EmbeddedOptions, EmbeddedServer } from './embedded.ts'
export { untilAborted, withStatementLimit } from './cancel.ts'
export { inKnowledge, inKnowledgeOf, inOrganisation, inScratch, inSnapshot, sideBySide } from './in-transaction.ts'
export { migrate } from './migrate.ts'
export type { MigrateOptions } from './migrate.ts'
export { readMigrations } from './migration-files.ts'
export { openStore } from './open.ts'
export type { Store, StoreOptions } from './open.ts'
export type { RestoreOptions } from './restore.ts'

export { documentsOf, findDocuments, ownModelVersions, productsOfMakers, sliceOfDocuments } from './advisory-list.ts'
export type { DocumentRow, OwnModelVersion, ProductOfMaker, WholeDocument } from './advisory-list.ts'
export { addRemediation, remediationsOf, sliceOfDevicesOf } from './advisory-remediations.ts'
export type { RemediationRow, RemediationState, RemediationToStore } from './advisory-remediations.ts'
export { writeDocuments } from './advisory-documents.ts'
export type { DocumentToStore } from './advisory-documents.ts'
export { beginLoad, closeUnstated, endLoad, keysOfAdvisories, writeAdvisories } from './write-advisories.ts'
export type { AdvisoryLoad } from './write-advisories.ts'
export type { FreshAdvisory } from './advisory-rows.ts'
export {
  addAliases,
  closeAliases,
  findAlias,
  hasOwnAliases,
  liveAliases,
  sliceOfAliases,
  writeReach,
} from './aliases.ts'
export type { Alias, AliasesAsked, AliasOwner, LiveAlias, ReachRow } from './aliases.ts'
export { holdComponents } from './alias-keys.ts'
export { isSeeded, seedAliases } from './alias-seeds.ts'
export { addComponents, ensureComponents } from './components.ts'
export {
  addCorrection,
  closeCorrection,
  correctionsInForce,
  findCorrections,
  sliceOfCorrections,
  sliceOfListedCorrections,
} from './corrections.ts'
export type { Correction, CorrectionListed } from './corrections.ts'
export {
  ancestorKeys,
  holdCorrected,
  isUncorrected,
  lookBackTo,
  uncorrected,
  writtenComponents,
} from './corrected-components.ts'
export type { Corrected } from './corrected-components.ts'
export { correctionsActing, reachOfCorrection } from './correction-reach.ts'
export type { CorrectionReach } from './correction-reach.ts'
export { feedStatus, firstLoadAt, hasAdvisories, noteFeedLoad, noteFeedUnchanged } from './feeds.ts'
export { replaceExploitedFlaws, replacePredictions, stageExploitedFlaws, stagePredictions } from './flaw-facts.ts'
export type { FeedLoad, FeedStatus } from './feeds.ts'
export { feedsThen } from './feeds-then.ts'
export type { FeedsThen } from './feeds-then.ts'
export { beginBatch, takeBatch } from './observations.ts'
export type { FlowToStore } from './flows-seen.ts'
export type { ObservationToStore, SightingToStore } from './observations.ts'
export { deviceVersions, deviceVersionsTold, judgedAs, writeDeviceVersions } from './device-versions.ts'
export type { DeviceVersionRow, DeviceVersionTold } from './device-versions.ts'
export { addDecision, closeDecision, decisionKinds, readWords, sliceOfDecisions } from './observed-decisions.ts'
export type { DecisionKind, DecisionRow, ObservedWords } from './observed-decisions.ts'
export { readIdentities, readToMake, writeLinks } from './observed-links.ts'
export type { IdentityRow, MadeOfRow } from './observed-links.ts'
export { withdrawDevices } from './withdraw-devices.ts'
export {
  countStandings,
  countDoubts,
  findObserved,
  observedOfDevice,
  sliceOfObserved,
  someObserved,
} from './observed-list.ts'
export type { ObservedDetailRow, ObservedFilter, ObservedRow, StandingCounts } from './observed-list.ts'
export { anchorsOf, observedFingerprints, removeObserved, writeObserved } from './observed-devices.ts'
export type { ObservedToStore } from './observed-devices.ts'
export { addPackageKeys, packageKeyIds } from './package-keys.ts'
export {
  forgetNetwork,
  listNetworks,
  mostTrafficLines,
  nameNetwork,
  observedIdsOf,
  readObservedModels,
  readTraffic,
} from './traffic.ts'
export type { ObservedModelRow, TrafficOf } from './traffic.ts'
export {
  claimBatches,
  forgetOldest,
  lockFusion,
  placeSightings,
  readKeys,
  readObservations,
  readSightings,
} from './sightings.ts'
export type { SightingRow } from './sightings.ts'
export { compareLines } from './compared-lines.ts'
export type { ComparedLines } from './compared-lines.ts'
export type { DeviceJudged } from './device-flaws.ts'
export type { StatedOfDevice } from './device-stated.ts'
export { retireSbom, standOfSboms } from './retire-sbom.ts'
export { linesOfSbom, relationsOfSbom } from './sbom-contents.ts'
export type { StoredLine } from './sbom-contents.ts'
export {
  absentFlaws,
  modelVersionsOfSbom,
  nameComponents,
  saidBySboms,
  sbomsListing,
  tellFlaws,
} from './software-flaws.ts'
export type { AbsentFlaw } from './software-flaws.ts'
export { turnedFlaws } from './turned-flaws.ts'
export type { SoftwareAsked } from './compared-parts.ts'
export type { TurnedFlaw } from './turned-flaws.ts'
export { countFlaws, sliceOfFlawsOf } from './device-findings.ts'
export type { FlawCounts, FlawOfDevice } from './device-findings.ts'
export { findDevice, findDevices, sliceOfDevices } from './device-list.ts'
export { countFlawsOf, sliceOfSoftware } from './device-software.ts'
export type { SoftwareRow } from './device-software.ts'
export { namesInFleet } from './fleet.ts'
export type { FleetFilter } from './fleet.ts'
export { devicesAlike, devicesJudgedAs, namesJudgedBy } from './judged-devices.ts'
export type { DeviceAs, DeviceJudgedAs, DevicesAlike } from './judged-devices.ts'
export { judgedByFlaw } from './judged.ts'
export type { Judged } from './judged.ts'
export { judgedByHash, judgedByKeys, judgedByName, judgedByWords } from './judged-parts.ts'
export type { SchemeTest } from './judged-parts.ts'
export { sliceOfModelVersions } from './model-list.ts'
export type { ModelVersionRow } from './model-list.ts'
export { addModelVersions } from './models.ts'
export type { ModelVersionName } from './models.ts'
export { countNamed, firstDevices, sliceOfJudged } from './device-pages.ts'
export type { DevicesWanted, JudgedDevices, LineOfDevices, PlacedDevice } from './device-pages.ts'
export { sliceOfWards } from './ward-counts.ts'
export type { VerdictMap, WardRow } from './ward-counts.ts'
export { configurationsOf } from './configurations.ts'
export { evidenceOf } from './evidence.ts'
export type { Evidence, EvidenceFacts } from './evidence.ts'
export { cyclesThen, dayNow, partsOfDevice } from './part-support.ts'
export type { DevicePartRow, KeyedPartRow } from './part-support.ts'
export { judgedBySupport, partsById, partsUnder, scopesOfReleases, statedEnds, wholeSboms } from './judged-support.ts'
export type { StatedEndRow, SupportSaid } from './judged-support.ts'
export { listingsOf } from './listings.ts'
export { isStale, rematchAll, rematchStale } from './rematch.ts'
export { countAll } from './rematch-all.ts'
export type { RematchProgress } from './rematch-all.ts'
export type { RematchResult } from './write-findings.ts'
export {
  findAcceptedColumns,
  forgetAcceptedColumns,
  identitiesOfSbom,
  inheritDevices,
  inheritModelVersions,
  keepAcceptedColumns,
  listAcceptedColumns,
  retireSboms,
} from './list-columns.ts'
export type { AcceptedRow, ListKey, ListKind, Reread } from './list-columns.ts'
export { addSboms, attachToDevice, attachToModelVersions, countDevices, findSboms } from './sboms.ts'
export type { SbomToStore } from './sboms.ts'
export {
  bytesOfSbom,
  describedBy,
  fileOfSbom,
  findSbomById,
  problemsOfSbom,
  sbomsOfDevice,
  sliceOfSboms,
} from './sbom-list.ts'
export type { SbomFile, SbomOfDevice, SbomRow } from './sbom-list.ts'
export {
  addSignatureFile,
  forgetTrustBy,
  noteSigned,
  signaturesOfSbom,
  signatureStates,
  signedBytesOf,
  signedSboms,
  writeSbomSignatures,
} from './sbom-signatures.ts'
export type { SbomSignature, SbomSignatures, SignatureFile, SignedBytes } from './sbom-signatures.ts'
export {
  listProviders,
  noteDocuments,
  noteProvider,
  pinnedKeys,
  providedDocuments,
  sliceOfRejected,
} from './advisory-providers.ts'
export type { AdvisoryProvider, AdvisoryProviderRow, ProvidedDocument, RejectedRow } from './advisory-providers.ts'
export { addTrustedKey, closeTrustedKey, toTrust, trustedKeysOf, trustNow } from './trusted-keys.ts'
export type { NewTrustedKey, TrustedKeyRow } from './trusted-keys.ts'
export type { Transaction } from './transaction.ts'
export { isToCome } from './vulnerabilities.ts'
export { findFlaw } from './flaw.ts'
export { replaceLifecycles, sliceOfCycles } from './lifecycles.ts'
export type { CycleRow } from './lifecycles.ts'
export { countBlindSpots } from './blind-spots.ts'
export type { BlindSpotsOfYear } from './blind-spots.ts'
export type { FlawKnowledge, FlawRecord } from './flaw.ts'
export { existingDevices, lockFleet, writeDevices } from './devices.ts'
export { observedForList } from './observed-for-list.ts'
export type { ObservedForList } from './observed-for-list.ts'
export { devicesOfUdi, makersOfUdis } from './devices-by-udi.ts'
export type { DeviceOfUdi } from './devices-by-udi.ts'
export type { DeviceFactAsked, DeviceRow, DeviceToStore } from './devices.ts'
export { addOrganisation, chooseOrganisation, listOrganisations } from './organisations.ts'
export type { Organisation } from './organisations.ts'
export { headersOfSboms, namesOfModelVersions } from './describe.ts'
export type { ModelVersionNames } from './describe.ts'
export { advisoriesOfFlaw, sliceOfFlaws } from './flaw-list.ts'
export type { AdvisoryRow, FlawRow } from './flaw-list.ts'
export { devicesBeginning, flawsBeginning, modelsNamed, placesNamed } from './suggestions.ts'
export { makersAliased, productsAliased } from './alias-suggestions.ts'
export type { Beginning, DeviceNamed, PlaceNamed } from './suggestions.ts'
export { hasName, meaningsOf, wordsAmong, wordsBeginning, wordsNear } from './words.ts'
export type { WordMeanings } from './words.ts'
export { scanComponents } from './scan.ts'
export type { ScanFinding } from './scan.ts'
export { downloadsOf, noteDownload } from './downloads.ts'
export { fleetOf } from './targets.ts'
export type { Fleet } from './targets.ts'
export { noteImport } from './asset-imports.ts'
export type { AssetImport } from './asset-imports.ts'
export { addJob, cancelJob, endJob, noteProgress, returnJob, startJob } from './jobs.ts'
export type { JobClaim, JobEnd, JobReturn, NewJob, StartedJob } from './jobs.ts'
export {
  countJobs,
  countWaiting,
  filesNeeded,
  findJob,
  findJobs,
  isPullDue,
  jobsSince,
  latestRevision,
  listJobs,
} from './job-rows.ts'
export type { JobRow } from './job-rows.ts'
export { giveKeyBack, keepResponse, takeKey } from './kept-responses.ts'
export type { KeptResponse, KeyTaken, KeyTaker, RepeatableRequest } from './kept-responses.ts'
export { deadAmong, openPresence } from './presence.ts'
export type { JobTold, Presence, PresenceListener } from './presence.ts'
export { installQueue, runQueue } from './queue.ts'
export type { QueueLog, QueueOptions } from './queue.ts'
export { addStatementDocument, closeStatementDocuments, documentsOfId, findStatementDocument } from './statements.ts'
export { renewSubjects } from './statement-subjects.ts'
export type { EarlierDocument, StatementsToStore } from './statements.ts'
export {
  isAnythingStated,
  isFlawStated,
  linksOfStatements,
  placesOfComponents,
  statementsNear,
  statementsOnFlaw,
} from './stated.ts'
export type { StatementLinks, StatementNear, StatementRow } from './stated.ts'
export {
  addTriage,
  findTriage,
  sliceOfProposals,
  sliceOfTriage,
  triageNear,
  triageOfModelVersion,
  triageOnFlaw,
} from './triage.ts'
export { correctionsOfDevices, judgedInstead } from './corrected-lines.ts'
export type { TriageNamed, TriageProposed, TriageRow } from './triage.ts'
export { modelVersionsHere, nearestModelVersions, sliceOfStatements } from './statement-list.ts'
export type { ModelVersionHere, NearlyNamed, StatementsAsked } from './statement-list.ts'
export { signedStatements, signStatements, statementsToSign, writeStatementSignature } from './signed-statements.ts'
export type { SignatureWritten, SignedStatements } from './signed-statements.ts'
export { addVulnerabilities } from './vulnerabilities.ts'
