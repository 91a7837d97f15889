import { useWords } from '../words/use-words.ts'

interface Paged {
  readonly hasNextPage: boolean
  readonly isFetchingNextPage: boolean
  readonly fetchNextPage: () => unknown
}

interface MoreProps {
  readonly query: Paged
  readonly shown: number
  /** Of the whole list, where it is known. */
  readonly total: number | undefined
}

/** How much of a list is shown, and the button that shows more of it. */
export function More({ query, shown, total }: MoreProps) {
  const { words } = useWords()
  if (!query.hasNextPage) return null
  return (
    <p className="more not-printed">
      <button
        type="button"
        className="plain-button is-framed"
        disabled={query.isFetchingNextPage}
        onClick={() => void query.fetchNextPage()}
      >
        {words.more}
      </button>
      {total === undefined ? null : (
        <span className="count soft" role="status">
          {words.shown(shown, total)}
        </span>
      )}
    </p>
  )
}
