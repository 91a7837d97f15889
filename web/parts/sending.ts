import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { useAsker } from '../asker.ts'
import type { Asker } from '../asker.ts'
import type { Sending, Tell } from '../sending.ts'

const atOnce: Sending = { is: 'sent', fraction: undefined }

/** Sends what a form holds and tells how far it is; then everything is asked anew, since verdicts may change. */
export function useSending<Sent, Outcome>(
  work: (sent: Sent, asker: Asker, tell: Tell) => Promise<Outcome>,
  done?: (outcome: Outcome) => void,
) {
  const client = useQueryClient()
  const asker = useAsker()
  const [sending, setSending] = useState<Sending>(atOnce)
  const { mutate, data, variables, isPending, error, reset } = useMutation({
    mutationFn: async (sent: Sent) => {
      setSending(atOnce)
      return work(sent, asker, setSending)
    },
    networkMode: 'always',
    onSuccess: async (outcome) => {
      await client.invalidateQueries()
      done?.(outcome)
    },
  })
  return { send: mutate, outcome: data, sent: variables, again: reset, error, sending: isPending ? sending : undefined }
}
