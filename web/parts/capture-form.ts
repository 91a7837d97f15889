import { useMutation, useQueryClient } from '@tanstack/react-query'
import type { SubmitEvent } from 'react'
import type { Job } from '../../src/server/contract.ts'
import { outcomeOf } from '../adding.ts'
import { sendFile } from '../api.ts'
import { useAsker } from '../asker.ts'

const longestFileName = 255

/** Brings a capture or log, waits until it was listened to, and then asks everything anew. */
export function useCapture() {
  const client = useQueryClient()
  const asker = useAsker()
  const { mutate, isPending, isSuccess, error } = useMutation({
    mutationFn: async (file: File): Promise<void> => {
      const fileName = file.name === '' ? undefined : file.name.slice(0, longestFileName)
      await outcomeOf<unknown>(await sendFile<Job>('/captures', { ...asker, fileName }, file), asker)
    },
    networkMode: 'always',
    onSuccess: async () => client.invalidateQueries(),
  })
  return {
    isPending,
    isSuccess,
    error,
    submit: (event: SubmitEvent<HTMLFormElement>): void => {
      event.preventDefault()
      const file = new FormData(event.currentTarget).get('file')
      if (file instanceof File && file.size > 0) mutate(file)
    },
  }
}
