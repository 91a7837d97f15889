import type { Feed } from './feed.ts'
import { nvd } from './nvd/index.ts'

/** Every feed, in the order in which a record is offered to them. */
export const feeds = [nvd] as const satisfies readonly Feed[]
export type FeedId = (typeof feeds)[number]['id']

export type { Feed, FeedRecord } from './feed.ts'
export { FeedError } from './feed-error.ts'
export type { FeedErrorCode } from './feed-error.ts'
export { openFeed } from './read-feed.ts'
export type { FeedProgress, OpenFeed, OpenFeedOptions } from './read-feed.ts'
