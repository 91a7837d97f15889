import { useQuery } from '@tanstack/react-query'
import { feedsQuery } from '../queries.ts'
import { useWords } from '../words/use-words.ts'

/** The age of each feed, at the foot of every page. */
export function FeedsLine() {
  const { lang, words, formats } = useWords()
  const { data } = useQuery(feedsQuery(lang))
  if (data === undefined) return null
  return (
    <section className="feeds-line" aria-label={words.feeds}>
      <span className="feeds-name">{words.feeds}</span>
      <ul>
        {data.items.map(({ feed, loadedAt }) => (
          <li key={feed}>
            <b>{feed.toUpperCase()}</b> <time dateTime={loadedAt}>{formats.day(loadedAt)}</time>
          </li>
        ))}
      </ul>
      {data.items.length === 0 ? <span>{words.answer.noFeeds}</span> : null}
    </section>
  )
}
