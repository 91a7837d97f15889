import { useId } from 'react'
import type { ComponentProps } from 'react'
import type { AcceptedColumns, SbomAdded } from '../../src/server/contract.ts'
import type { AddTarget } from '../adding.ts'
import { ListColumns, ListToConfirmForm } from '../parts/list-understood.tsx'
import { rememberedOf, rememberedText } from '../parts/list-understood.ts'
import { FileForm } from '../parts/file-form.tsx'
import { Problems, SendingLine } from '../parts/sending.tsx'
import { SignatureMark } from '../parts/signature-mark.tsx'
import { toRefusal } from '../parts/states.ts'
import { Waiting } from '../parts/states.tsx'
import type { SignatureSent } from '../sending.ts'
import { useKnownWords } from '../words/use-known-words.ts'
import { useAdd, useForget, useListColumns } from './add-page.ts'
import './page.css'
import './kept-page.css'

/** Where a person brings an SBOM or a component list; a list whose columns are guessed counts once somebody has looked. */
export function AddPage() {
  const { words } = useKnownWords()
  const { add } = words
  const { search, top, sending, error, outcome, sent, again, submit, say } = useAdd()
  return (
    <article className="page kept-page">
      <title>{add.title}</title>
      <header className="page-head">
        <h1 ref={top} tabIndex={-1}>
          {add.heading}
        </h1>
        <p className="lead">{add.lead}</p>
      </header>
      {outcome === undefined ? (
        <AddForm search={search} sending={sending} error={error} onSubmit={submit} />
      ) : outcome.is === 'needsConfirmation' ? (
        <ListToConfirmForm
          key={outcome.confirmation}
          toConfirm={outcome}
          columns={sent?.columns}
          wasConfirmed={sent?.confirm !== undefined}
          isPending={sending !== undefined}
          onSay={say}
        />
      ) : (
        <Added added={outcome} />
      )}
      {outcome === undefined ? null : <SendingLine sending={sending} error={error} />}
      {outcome === undefined && error === null ? null : (
        <p>
          <button type="button" className="plain-button is-framed" onClick={again}>
            {add.another}
          </button>
        </p>
      )}
      <Remembered />
    </article>
  )
}

interface AddFormProps extends Pick<ReturnType<typeof useAdd>, 'sending' | 'error'> {
  readonly search: AddTarget
  readonly onSubmit: ComponentProps<'form'>['onSubmit']
}

function AddForm({ search, sending, error, onSubmit }: AddFormProps) {
  const { add, said } = useKnownWords().words
  const id = useId()
  return (
    <FileForm file={add.file} send={said.send} sending={sending} error={error} onSubmit={onSubmit}>
      <p className="soft">{add.describes}</p>
      {(['maker', 'model', 'version'] as const).map((fact) => (
        <p key={fact} className="field">
          <label htmlFor={`${id}-${fact}`}>{add[fact]}</label>
          <input id={`${id}-${fact}`} name={fact} maxLength={500} defaultValue={search[fact] ?? ''} />
        </p>
      ))}
      <p className="field">
        <label htmlFor={`${id}-device`}>{add.device}</label>
        <input id={`${id}-device`} name="device" maxLength={500} defaultValue={search.device ?? ''} />
      </p>
      <p className="field">
        <label htmlFor={`${id}-signature`}>{add.signature}</label>
        <input id={`${id}-signature`} name="signature" type="file" />
      </p>
      <details className="field">
        <summary>{add.columns}</summary>
        <label htmlFor={`${id}-columns`}>{add.columnsHow}</label>
        <input id={`${id}-columns`} name="columns" maxLength={4000} spellCheck={false} />
      </details>
    </FileForm>
  )
}

function Added({ added }: { readonly added: SbomAdded & SignatureSent }) {
  const { words } = useKnownWords()
  const { add } = words
  return (
    <section aria-labelledby="added">
      <h2 id="added">{add.outcomes[added.is]}</h2>
      <p>
        <b>{added.describes}</b>: {add.counts(added.components, added.devices)}
      </p>
      {added.devices === 0 ? <p className="kept-warning">{add.noDevice}</p> : null}
      <p>
        <SignatureMark is={added.signature.is} says={added.signature.says} />
      </p>
      {added.signatureRefused === undefined ? null : (
        <p className="refused">
          {add.signatureRefused} {toRefusal(added.signatureRefused, words)}
        </p>
      )}
      {added.matched ? null : <p>{add.notMatched}</p>}
      {added.list === undefined ? null : <ListColumns list={added.list} />}
      <Problems problems={added.problems} total={added.problemsTotal} />
    </section>
  )
}

/** What is remembered of the columns of makers' lists, each with the way to forget it. */
function Remembered() {
  const { add } = useKnownWords().words
  const query = useListColumns()
  return (
    <section aria-labelledby="remembered">
      <h2 id="remembered">{add.remembered}</h2>
      {query.data === undefined ? <Waiting query={query} /> : null}
      {query.data?.items.length === 0 ? <p className="soft">{add.noneRemembered}</p> : null}
      <ul className="kept-list">
        {query.data?.items.map((columns) => (
          <RememberedRow key={columns.listColumnsId} columns={columns} />
        ))}
      </ul>
    </section>
  )
}

function RememberedRow({ columns }: { readonly columns: AcceptedColumns }) {
  const { words, formats } = useKnownWords()
  const { isPending, error, forget } = useForget(columns.listColumnsId)
  const maker = rememberedOf(columns, words)
  return (
    <li>
      <p className="kept-what">
        <b>{maker}</b> <span className="soft">{words.add.since(formats.day(columns.since))}</span>
      </p>
      <p>{rememberedText(columns, words)}</p>
      {columns.isOwn ? (
        <p>
          <button
            type="button"
            className="plain-button is-framed"
            aria-label={words.add.forgetOf(maker)}
            disabled={isPending}
            onClick={forget}
          >
            {words.add.forget}
          </button>
        </p>
      ) : null}
      <p role="alert" className="refused">
        {error === null ? '' : toRefusal(error, words)}
      </p>
    </li>
  )
}
