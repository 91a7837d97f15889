import { useQuery } from '@tanstack/react-query'
import type { DeviceSeen, ObservedDecision } from '../../src/server/contract.ts'
import { send } from '../api.ts'
import { useAsker } from '../asker.ts'
import { keepAuthor } from '../author.ts'
import { submitting, textOf } from '../forms.ts'
import { asked } from '../kept-queries.ts'
import { deviceSeenQuery } from '../network-queries.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'
import { useDeciding } from './deciding.ts'
import { useSaying } from './saying.ts'
import { takeDecisionBack } from './settling.ts'

export type VersionSeen = DeviceSeen['versions'][number]

/** What the network tells of a device of the inventory. */
export function useDeviceSeen(deviceId: string) {
  return useQuery(deviceSeenQuery(deviceId, useAsker()))
}

/** Says which version runs; then everything is asked anew, since verdicts change. */
export function useDecideVersion(deviceId: string) {
  const { say, ...state } = useSaying(async (said: VersionSaid, asker) =>
    send<ObservedDecision>(`/devices/${encodeURIComponent(deviceId)}/version-decisions`, asked(asker), said),
  )
  return {
    ...state,
    submit: submitting(versionIn, (said) => {
      keepAuthor(said.author)
      say(said)
    }),
  }
}

interface VersionSaid {
  readonly version: string
  readonly author: string
  readonly reason?: string
}

function versionIn(fields: FormData): VersionSaid | undefined {
  const [version, author, reason] = [textOf(fields, 'version'), textOf(fields, 'author'), textOf(fields, 'reason')]
  return version === '' || author === '' ? undefined : { version, author, ...(reason !== '' && { reason }) }
}

export const undoAuthorId = 'undo-author'

/** Takes back what was said of the version. */
export function useUndoing() {
  return useDeciding<string>(undoAuthorId, takeDecisionBack)
}

/** The version of the list and those that the network tells, each once. */
export function versionsToChoose(versions: readonly VersionSeen[]): readonly string[] {
  return [
    ...new Set(versions.flatMap(({ declared, version }) => [...(declared === undefined ? [] : [declared]), version])),
  ]
}

export function differsText({ version, declared, stands, because }: VersionSeen, { network }: NetworkWords): string {
  const becauses: Readonly<Record<string, string>> = network.because
  const said = declared === undefined ? network.noVersion : visibleName(declared)
  return [network.differs(said, visibleName(version)), becauses[because] ?? '', network.stands[stands]].join(' ')
}
