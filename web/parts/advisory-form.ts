import { useQuery } from '@tanstack/react-query'
import type { Asker } from '../asker.ts'
import { submitting } from '../forms.ts'
import { providersQuery, rejectedQuery } from '../said-queries.ts'
import { fileIn, fileNameOf, sendAndWait } from '../sending.ts'
import type { Tell } from '../sending.ts'
import type { KnownWords } from '../words/use-known-words.ts'
import { useSending } from './sending.ts'

/** What came of a file of advisories. */
export interface AdvisoriesRead {
  readonly records: number
  readonly changed: number
  /** Documents whose hash or signature was looked at, and those of them that were not taken; absent where nothing lay beside them. */
  readonly verified?: number
  readonly rejected?: number
}

/** Sends a file of advisories, and waits until it is read. */
export function useAddAdvisories() {
  const { send, ...state } = useSending(addAdvisories)
  return {
    ...state,
    submit: submitting(fileIn, send),
  }
}

async function addAdvisories(file: File, asker: Asker, tell: Tell): Promise<AdvisoriesRead> {
  const query = { ...asker, fileName: fileNameOf(file) }
  return sendAndWait<AdvisoriesRead>({ path: '/feeds/csaf/file', query, file }, asker, tell)
}

/** What came of it, a line each. */
export function readTexts(read: AdvisoriesRead, { advisoryList: says }: KnownWords): readonly string[] {
  const { records, changed, verified = 0, rejected = 0 } = read
  return [
    says.read(records, changed),
    ...(verified === 0 ? [] : [says.checked(verified)]),
    ...(rejected === 0 ? [] : [says.rejected(rejected)]),
  ]
}

/** Who provides advisories, and what was not taken of them. */
export function useProviders() {
  const [providers, rejected] = [useQuery(providersQuery()), useQuery(rejectedQuery())]
  return { providers: providers.data?.items ?? [], rejected: rejected.data?.items ?? [] }
}
