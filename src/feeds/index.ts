import type { Feed } from './feed.ts'
import { csaf } from './csaf/index.ts'
import { cve } from './cve/index.ts'
import { epss } from './epss/index.ts'
import { euvd } from './euvd/index.ts'
import { kev } from './kev/index.ts'
import { nvd } from './nvd/index.ts'
import { osv } from './osv/index.ts'

/** Every feed, in the order in which a record is offered to them. */
export const feeds = [nvd, osv, cve, csaf, euvd, kev, epss] as const satisfies readonly Feed[]
export type FeedId = (typeof feeds)[number]['id']

export type { Feed, FeedRecord } from './feed.ts'
export { FeedError } from './feed-error.ts'
export type { FeedErrorCode } from './feed-error.ts'
export { openFeed } from './read-feed.ts'
export type { FeedProgress, OpenFeed, OpenFeedOptions } from './read-feed.ts'
export { fetchDocuments, openProvider } from './csaf-provider/pull-provider.ts'
export type { KnownProvider, OpenProvider } from './csaf-provider/pull-provider.ts'
export type { PulledDocument, ProviderProgress, Reach, VerifiedDocument } from './csaf-provider/provider.ts'
export { unpackMirror } from './csaf-provider/unpack-mirror.ts'
export { verifyFolder } from './csaf-provider/verify-folder.ts'
export type { FolderVerified } from './csaf-provider/verify-folder.ts'
export { realPatience } from './pull/retry.ts'
export { pullFeed } from './pull/pull.ts'
export type { Pulled, PullOptions, PullProgress } from './pull/pull.ts'
export type { PulledFile } from './pull/pull-file.ts'
export type { Fetch } from './pull/request.ts'
