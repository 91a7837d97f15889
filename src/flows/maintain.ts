import { checkOrderLines, schemes } from '../versions/index.ts'
import type { FailedOrderLine, SchemeId } from '../versions/index.ts'

export { backup, restore } from '../store/index.ts'
export type { Copied, CopyOptions, CopyProgress } from '../store/index.ts'
export { FeedError, feeds } from '../feeds/index.ts'
export type { FeedErrorCode, FeedId, FeedProgress, PullProgress } from '../feeds/index.ts'

/** The ids of the version schemes, for `version-order`. */
export const schemeIds: readonly SchemeId[] = schemes.map((scheme) => scheme.id)

/** Checks lines `a < b` against the sort keys of a scheme; yields those that do not hold. */
export function checkVersionOrder(scheme: SchemeId, lines: AsyncIterable<string>): AsyncIterable<FailedOrderLine> {
  return checkOrderLines(scheme, lines)
}
