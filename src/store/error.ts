/** Everything that can go exceptionally wrong in the store. */
export type StoreErrorCode =
  | 'platformNotSupported'
  | 'folderNotReachable'
  | 'folderNotPrivate'
  | 'accountHasNoName'
  | 'notPermitted'
  | 'fileMissing'
  | 'diskFull'
  | 'wrongMajorVersion'
  | 'clusterDamaged'
  | 'socketFolderTaken'
  | 'serverDidNotStart'
  | 'serverDidNotStop'
  | 'databaseUnreachable'
  | 'databaseBusy'
  | 'databaseTooOld'
  | 'databaseNotUtf8'
  | 'rightsLacking'
  | 'organisationInvalid'
  | 'migrationInvalid'
  | 'migrationEdited'
  | 'migrationFailed'
  | 'databaseNewer'
  | 'cannotSeeAllRows'
  | 'backupDamaged'
  | 'backupNewer'
  | 'restoreFailed'
  | 'databaseNotEmpty'

/** The one error of the store: `code` for programs, `message` says what happened, where, and what to do next. */
export class StoreError extends Error {
  override readonly name = 'StoreError'
  readonly code: StoreErrorCode

  constructor(code: StoreErrorCode, message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}
