/** From the first to the last time that something was seen, in milliseconds since 1970 UTC. */
export interface Span {
  readonly firstSeenAt: number
  readonly lastSeenAt: number
}

export function joinSpans(a: Span | undefined, b: Span): Span {
  if (a === undefined) return { firstSeenAt: b.firstSeenAt, lastSeenAt: b.lastSeenAt }
  return { firstSeenAt: Math.min(a.firstSeenAt, b.firstSeenAt), lastSeenAt: Math.max(a.lastSeenAt, b.lastSeenAt) }
}

/** Both held at one instant, one of them reaching so much further to both sides. */
export function overlap(a: Span, b: Span, slackMs = 0): boolean {
  return a.firstSeenAt - slackMs <= b.lastSeenAt && b.firstSeenAt <= a.lastSeenAt + slackMs
}

/** How many of the spans held at the same instant, at most. */
export function mostAtOnce(spans: readonly Span[]): number {
  const turns = spans.flatMap(({ firstSeenAt, lastSeenAt }) => [
    { at: firstSeenAt, by: 1 },
    { at: lastSeenAt, by: -1 },
  ])
  turns.sort((a, b) => a.at - b.at || b.by - a.by)
  let [held, most] = [0, 0]
  for (const { by } of turns) {
    held += by
    most = Math.max(most, held)
  }
  return most
}
