import { useId } from 'react'
import type { ComponentProps } from 'react'
import type { AcceptedColumns, SbomAdded } from '../../src/server/contract.ts'
import type { AddTarget } from '../adding.ts'
import { ListColumns, ListToConfirmForm } from '../parts/list-understood.tsx'
import { rememberedOf, rememberedText } from '../parts/list-understood.ts'
import { SignatureMark } from '../parts/signature-mark.tsx'
import { toRefusal } from '../parts/states.ts'
import { Waiting } from '../parts/states.tsx'
import { useWords } from '../words/use-words.ts'
import { useAdd, useForget, useListColumns } from './add-page.ts'
import '../parts/said-form.css'
import './page.css'
import './kept-page.css'

/** Where a person brings an SBOM or a component list; a list whose columns are guessed counts once somebody has looked. */
export function AddPage() {
  const { words } = useWords()
  const { add } = words
  const { search, top, isPending, error, outcome, sent, again, submit, say } = useAdd()
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
        <AddForm search={search} isPending={isPending} onSubmit={submit} />
      ) : outcome.is === 'needsConfirmation' ? (
        <ListToConfirmForm
          key={outcome.confirmation}
          toConfirm={outcome}
          columns={sent?.columns}
          wasConfirmed={sent?.confirm !== undefined}
          isPending={isPending}
          onSay={say}
        />
      ) : (
        <Added added={outcome} />
      )}
      <p role="status">{isPending ? add.sending : ''}</p>
      <p role="alert" className="refused">
        {error === null ? '' : toRefusal(error, words)}
      </p>
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

interface AddFormProps {
  readonly search: AddTarget
  readonly isPending: boolean
  readonly onSubmit: ComponentProps<'form'>['onSubmit']
}

function AddForm({ search, isPending, onSubmit }: AddFormProps) {
  const { add, said } = useWords().words
  const id = useId()
  return (
    <form className="said-form" onSubmit={onSubmit}>
      <label htmlFor={`${id}-file`}>{add.file}</label>
      <input id={`${id}-file`} name="file" type="file" required />
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
      <details className="field">
        <summary>{add.columns}</summary>
        <label htmlFor={`${id}-columns`}>{add.columnsHow}</label>
        <input id={`${id}-columns`} name="columns" maxLength={4000} spellCheck={false} />
      </details>
      <button type="submit" className="plain-button is-framed" disabled={isPending}>
        {said.send}
      </button>
    </form>
  )
}

function Added({ added }: { readonly added: SbomAdded }) {
  const { words } = useWords()
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
      {added.matched ? null : <p>{add.notMatched}</p>}
      {added.list === undefined ? null : <ListColumns list={added.list} />}
      {added.problemsTotal === 0 ? null : (
        <details>
          <summary>{words.device.problems(added.problemsTotal)}</summary>
          <ul className="problems">
            {added.problems.map(({ where, what }, place) => (
              <li key={place}>
                <b>{where}</b> {what}
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

/** What is remembered of the columns of makers' lists, each with the way to forget it. */
function Remembered() {
  const { add } = useWords().words
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
  const { words, formats } = useWords()
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
