import { useId } from 'react'
import type { KeyChanged, TrustedKey } from '../../src/server/contract.ts'
import { FileForm } from '../parts/file-form.tsx'
import { toRefusal } from '../parts/states.ts'
import { Waiting } from '../parts/states.tsx'
import { useKnownWords } from '../words/use-known-words.ts'
import { KeptPage } from './kept-page.tsx'
import { trustedText, useAddKey, useKeys, useRemoveKey } from './keys-page.ts'

/** The public keys of makers by which signatures of SBOMs and statements are judged. */
export function KeysPage() {
  const { words } = useKnownWords()
  const { keys: says } = words
  const query = useKeys()
  return (
    <KeptPage says={says}>
      {query.data === undefined ? <Waiting query={query} /> : null}
      {query.data?.items.length === 0 ? <p className="soft">{says.none}</p> : null}
      <ul className="kept-list">
        {query.data?.items.map((key) => (
          <Row key={key.keyId} trusted={key} />
        ))}
      </ul>
      <section aria-labelledby="trust">
        <h2 id="trust">{says.add}</h2>
        <AddForm />
      </section>
    </KeptPage>
  )
}

function Row({ trusted }: { readonly trusted: TrustedKey }) {
  const { words, formats } = useKnownWords()
  const { keys: says } = words
  const { isPending, error, remove } = useRemoveKey(trusted.keyId)
  return (
    <li>
      <p className="kept-what">
        <b>{trusted.maker}</b> <span className="soft">{trusted.kind}</span>
      </p>
      <p>
        <code>{trusted.fingerprint}</code>
      </p>
      <p className="soft">{says.names(trusted.names)}</p>
      <p className="soft">{trustedText(trusted, words, formats)}</p>
      <p>
        <button
          type="button"
          className="plain-button is-framed"
          aria-label={says.removeOf(trusted.maker)}
          disabled={isPending}
          onClick={remove}
        >
          {says.remove}
        </button>
      </p>
      <p role="alert" className="refused">
        {error === null ? '' : toRefusal(error, words)}
      </p>
    </li>
  )
}

function AddForm() {
  const { words } = useKnownWords()
  const { keys: says } = words
  const id = useId()
  const { sending, error, outcome, submit } = useAddKey()
  return (
    <FileForm
      file={says.file}
      send={says.trust}
      sending={sending}
      error={error}
      onSubmit={submit}
      outcome={outcome === undefined || outcome.is === 'removed' ? null : <Trusted changed={outcome} is={outcome.is} />}
    >
      <label htmlFor={`${id}-maker`}>{says.maker}</label>
      <input id={`${id}-maker`} name="maker" maxLength={200} required />
      <p className="soft">{says.compare}</p>
    </FileForm>
  )
}

interface TrustedProps {
  readonly changed: KeyChanged
  readonly is: 'added' | 'unchanged'
}

function Trusted({ changed: { key, judged }, is }: TrustedProps) {
  const { keys: says } = useKnownWords().words
  return (
    <>
      <p>
        <b>{says.outcomes[is]}</b> <code>{key.fingerprint}</code>
      </p>
      <p className="soft">{says.judged(judged)}</p>
    </>
  )
}
