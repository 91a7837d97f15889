import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useAsker } from '../asker.ts'
import type { Asker } from '../asker.ts'

/** Does what a person says; then everything is asked anew, since verdicts may change. `saved` is called when the server has it. */
export function useSaying<Said>(work: (said: Said, asker: Asker) => Promise<unknown>, saved?: () => void) {
  const client = useQueryClient()
  const asker = useAsker()
  const { mutate, isPending, error } = useMutation({
    mutationFn: async (said: Said) => work(said, asker),
    networkMode: 'always',
    onSuccess: async () => {
      await client.invalidateQueries()
      saved?.()
    },
  })
  return { say: mutate, isPending, error }
}
