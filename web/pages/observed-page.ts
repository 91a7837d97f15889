import { useQuery } from '@tanstack/react-query'
import { getRouteApi, useNavigate } from '@tanstack/react-router'
import type { ObservedDecision, ObservedDetail } from '../../src/server/contract.ts'
import { ApiError, read, send } from '../api.ts'
import { useAsker } from '../asker.ts'
import type { Asker } from '../asker.ts'
import { keptAuthor } from '../author.ts'
import type { Formats } from '../formats.ts'
import { asked } from '../kept-queries.ts'
import { observedDetailQuery } from '../network-queries.ts'
import { useDeciding } from '../parts/deciding.ts'
import { anchorText, fieldText, seenText } from '../parts/observed.ts'
import { takeDecisionBack } from '../parts/settling.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'

const route = getRouteApi('/network/$observedId')
export const observedAuthorId = 'observed-author'

export function useObserved() {
  const { observedId } = route.useParams()
  return useQuery(observedDetailQuery(observedId, useAsker()))
}

/** What a person decides of a device on the network. */
export type Deciding =
  | { readonly is: 'split'; readonly anchor: string }
  | { readonly is: 'join'; readonly otherId: string }
  | { readonly is: 'undo'; readonly decisionId: string }

/** Decides of a device on the network. */
export function useDecidingObserved(observedId: string) {
  const navigate = useNavigate()
  return useDeciding<Deciding>(observedAuthorId, async (deciding, asker) => {
    if (deciding.is === 'undo') return takeDecisionBack(deciding.decisionId, asker)
    await sendDecision(observedId, deciding, asker)
    // Two that become one are found under the name of that which was known first.
    if (deciding.is === 'join' && (await isNowhere(observedId, asker)))
      await navigate({ to: '/network/$observedId', params: { observedId: deciding.otherId }, replace: true })
  })
}

async function sendDecision(
  observedId: string,
  { is: _is, ...said }: Exclude<Deciding, { readonly is: 'undo' }>,
  asker: Asker,
): Promise<void> {
  const path = `${addressOfObserved(observedId)}/${'anchor' in said ? 'splits' : 'joins'}`
  await send<ObservedDecision>(path, asked(asker), { ...said, author: keptAuthor() })
}

async function isNowhere(observedId: string, asker: Asker): Promise<boolean> {
  try {
    await read(addressOfObserved(observedId), asked(asker), new AbortController().signal)
    return false
  } catch (error) {
    return error instanceof ApiError && error.problem.code === 'notFound'
  }
}

function addressOfObserved(observedId: string): string {
  return `/observed-devices/${encodeURIComponent(observedId)}`
}

/** Whether a version is told of a device of the inventory that is not the one of its list. */
export function differsFromList({ device, versions, candidates }: ObservedDetail): boolean {
  if (device.standing !== 'matched') return false
  const listed = candidates.find((candidate) => candidate.device.deviceId === device.deviceId)?.device.softwareVersion
  return versions.some(({ value }) => value !== listed)
}

/** `serial:… and mac:…: told together (DE1, seen 3 May)`. */
export function joinText(
  { rule, anchors, value, firstSeenAt, lastSeenAt }: ObservedDetail['joins'][number],
  net: NetworkWords,
  formats: Formats,
): string {
  const rules: Readonly<Record<string, string>> = net.network.joinRules
  const seen =
    firstSeenAt === undefined || lastSeenAt === undefined ? [] : [seenText({ firstSeenAt, lastSeenAt }, net, formats)]
  const told = [visibleName(value), ...seen].filter((text) => text !== '').join(', ')
  const [left = '', right = ''] = anchors.map((anchor) => anchorText(anchor, net))
  return net.network.join(left, right, `${rules[rule] ?? rule} (${told})`)
}

/** `serial number: DE1, DE2`. */
export function conflictText({ field, values }: ObservedDetail['conflicts'][number], net: NetworkWords): string {
  return net.network.rivals(fieldText(field, net), values.map(({ value }) => visibleName(value)).join(' · '))
}
