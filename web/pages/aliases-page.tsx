import { useDisclosure } from '@mantine/hooks'
import { useId } from 'react'
import type { Alias } from '../../src/server/contract.ts'
import { Dialog } from '../parts/dialog.tsx'
import { More } from '../parts/more.tsx'
import { toRefusal } from '../parts/states.ts'
import { Waiting } from '../parts/states.tsx'
import { visibleName } from '../visible.ts'
import { useWords } from '../words/use-words.ts'
import { relations, useAddAlias, useAliases, useCloseAlias } from './aliases-page.ts'
import './page.css'
import './kept-page.css'

/** Names of makers and components that stand for each other, and what says so. */
export function AliasesPage() {
  const { aliases: says } = useWords().words
  const { filter, setFilter, query, aliases } = useAliases()
  const [isOpen, { open, close }] = useDisclosure(false)
  return (
    <article className="page kept-page">
      <title>{says.title}</title>
      <header className="page-head">
        <h1>{says.heading}</h1>
        <p className="lead">{says.lead}</p>
        <p>
          <button type="button" className="plain-button is-framed" onClick={open}>
            {says.add}
          </button>
        </p>
      </header>
      <input
        type="search"
        className="kept-filter"
        aria-label={says.filter}
        placeholder={says.filter}
        maxLength={200}
        value={filter}
        onChange={(event) => setFilter(event.currentTarget.value)}
      />
      {aliases === undefined ? <Waiting query={query} /> : null}
      {aliases?.length === 0 ? <p className="soft">{says.none}</p> : null}
      <ul className="kept-list">
        {aliases?.map((alias) => (
          <Row key={alias.aliasId} alias={alias} />
        ))}
      </ul>
      {aliases === undefined ? null : <More query={query} shown={aliases.length} total={undefined} />}
      {isOpen ? (
        <Dialog title={says.add} onClose={close}>
          {(end) => <AddForm close={end} />}
        </Dialog>
      ) : null}
    </article>
  )
}

function Row({ alias }: { readonly alias: Alias }) {
  const { words, formats } = useWords()
  const { aliases: says } = words
  const { isPending, error, close } = useCloseAlias(alias.aliasId)
  return (
    <li>
      <p className="kept-what">
        <b>{visibleName(alias.from)}</b> <span className="soft">{says.relations[alias.relation]}</span>{' '}
        <b>{visibleName(alias.to)}</b>
      </p>
      <p>{alias.source}</p>
      <p className="soft">
        {says.kinds[alias.kind]}, {alias.isPublic ? says.forAll : says.own},{' '}
        {says.added(alias.addedBy, formats.day(alias.addedAt))}
      </p>
      <p>
        <button
          type="button"
          className="plain-button is-framed"
          aria-label={says.closeOf(visibleName(alias.from), visibleName(alias.to))}
          disabled={isPending}
          onClick={close}
        >
          {says.close}
        </button>
      </p>
      <p role="alert" className="refused">
        {error === null ? '' : toRefusal(error, words)}
      </p>
    </li>
  )
}

function AddForm({ close }: { readonly close: () => void }) {
  const { words } = useWords()
  const { aliases: says } = words
  const id = useId()
  const { isPending, error, submit } = useAddAlias(close)
  return (
    <form className="said-form" onSubmit={submit}>
      <fieldset>
        <legend>{says.kind}</legend>
        <label>
          <input type="radio" name="kind" value="product" defaultChecked /> {says.kinds.product}
        </label>
        <label>
          <input type="radio" name="kind" value="maker" /> {says.kinds.maker}
        </label>
      </fieldset>
      <label htmlFor={`${id}-from`}>{says.from}</label>
      <input id={`${id}-from`} name="from" maxLength={200} required spellCheck={false} />
      <label htmlFor={`${id}-relation`}>{says.relation}</label>
      <select id={`${id}-relation`} name="relation">
        {relations.map((relation) => (
          <option key={relation} value={relation}>
            {says.relations[relation]}
          </option>
        ))}
      </select>
      <label htmlFor={`${id}-to`}>{says.to}</label>
      <input id={`${id}-to`} name="to" maxLength={200} required spellCheck={false} />
      <label htmlFor={`${id}-source`}>{says.source}</label>
      <input id={`${id}-source`} name="source" maxLength={500} required />
      <label htmlFor={`${id}-by`}>{words.said.author}</label>
      <input id={`${id}-by`} name="by" autoComplete="name" maxLength={200} required />
      <label className="check">
        <input type="checkbox" name="public" /> {says.public}
      </label>
      <button type="submit" className="plain-button is-framed" disabled={isPending}>
        {words.said.save}
      </button>
      <p role="alert">{error === null ? '' : toRefusal(error, words)}</p>
    </form>
  )
}
