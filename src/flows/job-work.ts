import type { FeedId } from '../feeds/index.ts'
import type { AssetField } from '../inventory/index.ts'
import type { ColumnChoice, JobKind } from '../model/index.ts'
import type { SbomTarget } from './prepare-sbom.ts'
import type { SpooledFile } from './spool.ts'

/** What a job is to do, with all that it takes. */
export type JobWork =
  | { readonly kind: 'feedPull'; readonly feed: FeedId }
  /** What is new at a CSAF provider. */
  | { readonly kind: 'feedPull'; readonly provider: string; readonly acceptsKeys: boolean }
  | { readonly kind: 'feedImport'; readonly feed: FeedId; readonly file: SpooledFile; readonly fileName: string }
  | { readonly kind: 'rematch' }
  | { readonly kind: 'rematchAll' }
  /** Puts together what sensors of the organisation sent. */
  | { readonly kind: 'observationsFuse' }
  /** Hears a capture or a log. `digest`: SHA-256 of the file, by which it counts once. */
  | {
      readonly kind: 'captureListen'
      readonly file: SpooledFile
      readonly fileName: string
      readonly digest: string
    }
  | {
      readonly kind: 'assetsImport'
      readonly file: SpooledFile
      readonly fileName: string
      /** What a person says of the columns. */
      readonly choices?: readonly ColumnChoice<AssetField>[]
    }
  | {
      readonly kind: 'sbomAdd'
      readonly file: SpooledFile
      readonly fileName?: string
      readonly target: SbomTarget
      /** Of a component list: what its columns are, and the word by which a person confirms what was shown. */
      readonly columns?: readonly ColumnChoice[]
      readonly confirm?: string
    }

/** The work of one kind. */
export type WorkOf<K extends JobKind> = Extract<JobWork, { readonly kind: K }>

/** The file that work reads, if it reads one. */
export function fileOf(work: JobWork): SpooledFile | undefined {
  return 'file' in work ? work.file : undefined
}

/** What work is about, for people. A public job names no file: its name may tell whose it was. */
export function aboutOf(work: JobWork): string | undefined {
  switch (work.kind) {
    case 'feedPull':
      return 'provider' in work ? work.provider : work.feed
    case 'feedImport':
      return work.feed
    case 'assetsImport':
    case 'captureListen':
    case 'sbomAdd':
      return work.fileName
    case 'rematch':
    case 'rematchAll':
    case 'observationsFuse':
      return undefined
  }
}

/** Asked for twice while it waits, this need be done once. */
export function samenessOf(work: JobWork): string | undefined {
  switch (work.kind) {
    case 'feedPull':
      return 'provider' in work ? `feedPull ${work.provider} ${work.acceptsKeys}` : `feedPull ${work.feed}`
    case 'rematch':
    case 'rematchAll':
    case 'observationsFuse':
      return work.kind
    case 'feedImport':
    case 'assetsImport':
    case 'captureListen':
    case 'sbomAdd':
      return undefined
  }
}
