import { useKnownWords } from '../words/use-known-words.ts'
import { readTexts, useAddAdvisories, useProviders } from './advisory-form.ts'
import { FileForm } from './file-form.tsx'

/** Brings advisories as a file, and tells what came of it. */
export function AdvisoryForm() {
  const { words } = useKnownWords()
  const { advisoryList: says } = words
  const { sending, error, outcome, submit } = useAddAdvisories()
  return (
    <details className="bring">
      <summary>{says.add}</summary>
      <p className="soft">{says.addLead}</p>
      <FileForm
        file={says.file}
        send={words.said.send}
        sending={sending}
        error={error}
        onSubmit={submit}
        outcome={outcome === undefined ? null : readTexts(outcome, words).map((text) => <p key={text}>{text}</p>)}
      />
    </details>
  )
}

/** Where advisories are fetched, and which documents were not taken; nothing where none ever was. */
export function Providers() {
  const { words, formats } = useKnownWords()
  const { advisoryList: says } = words
  const { providers, rejected } = useProviders()
  return (
    <>
      {rejected.length === 0 ? null : (
        <section aria-labelledby="rejected">
          <h2 id="rejected">{says.refused}</h2>
          <ul className="kept-list">
            {rejected.map(({ provider, url, detail, seenAt }) => (
              <li key={`${provider} ${url}`}>
                <p className="kept-warning">{url}</p>
                <p>{detail}</p>
                <p className="soft">
                  {provider}, {formats.day(seenAt)}
                </p>
              </li>
            ))}
          </ul>
        </section>
      )}
      {providers.length === 0 ? null : (
        <section aria-labelledby="providers">
          <h2 id="providers">{says.providers}</h2>
          <ul className="kept-list">
            {providers.map(({ url, name, documents, pulledAt, keys, problems }) => (
              <li key={url}>
                <p>
                  <b>{name}</b> <span className="soft">{says.provided(documents, formats.day(pulledAt))}</span>
                </p>
                {keys.map((key) => (
                  <p key={key}>
                    <code>{key}</code>
                  </p>
                ))}
                {problems.map((problem) => (
                  <p key={problem} className="kept-warning">
                    {problem}
                  </p>
                ))}
              </li>
            ))}
          </ul>
        </section>
      )}
    </>
  )
}
