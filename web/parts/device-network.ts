import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import type { DeviceSeen, ObservedDecision } from '../../src/server/contract.ts'
import { send } from '../api.ts'
import { useAsker } from '../asker.ts'
import { keepAuthor } from '../author.ts'
import { textOf } from '../forms.ts'
import { asked } from '../kept-queries.ts'
import { deviceSeenQuery } from '../network-queries.ts'
import { visibleName } from '../visible.ts'
import type { NetworkWords } from '../words/network-en.ts'
import { useDeciding } from './deciding.ts'
import { takeDecisionBack } from './settling.ts'

export type VersionSeen = DeviceSeen['versions'][number]

/** What the network tells of a device of the inventory. */
export function useDeviceSeen(deviceId: string) {
  return useQuery(deviceSeenQuery(deviceId, useAsker()))
}

/** Says which version runs; then everything is asked anew, since verdicts change. */
export function useDecideVersion(deviceId: string) {
  const client = useQueryClient()
  const asker = useAsker()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (body: object) =>
      send<ObservedDecision>(`/devices/${encodeURIComponent(deviceId)}/version-decisions`, asked(asker), body),
    networkMode: 'always',
    onSuccess: async () => client.invalidateQueries(),
  })
  return {
    isPending,
    error,
    submit: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      const fields = new FormData(event.currentTarget)
      const [version, author, reason] = [textOf(fields, 'version'), textOf(fields, 'author'), textOf(fields, 'reason')]
      if (version === '' || author === '') return
      keepAuthor(author)
      mutate({ version, author, ...(reason !== '' && { reason }) })
    },
  }
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
