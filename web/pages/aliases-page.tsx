import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import { useId, useState } from 'react'
import type { Alias } from '../../src/server/contract.ts'
import { useAuthor } from '../author.ts'
import { Dialog } from '../parts/dialog.tsx'
import { Filter } from '../parts/filter.tsx'
import { More } from '../parts/more.tsx'
import { AuthorField, SayButton } from '../parts/said-form.tsx'
import { Waiting } from '../parts/states.tsx'
import { visibleName } from '../visible.ts'
import { useKnownWords } from '../words/use-known-words.ts'
import { KeptPage } from './kept-page.tsx'
import { aliasesShown, relations, useAddAlias, useAliases, useChangeAlias } from './aliases-page.ts'
import type { Changing } from './aliases-page.ts'

/** Names of makers and components that stand for each other, and what says so. */
export function AliasesPage() {
  const { aliases: says } = useKnownWords().words
  const { shown, setFilter, query, aliases } = useAliases()
  const [isOpen, { open, close }] = useDisclosure(false)
  const [changing, change] = useState<Changing>()
  return (
    <KeptPage
      says={says}
      head={
        <p>
          <button type="button" className="plain-button is-framed" onClick={open}>
            {says.add}
          </button>
        </p>
      }
    >
      <div className="kept-narrow">
        <nav className="kept-shown" aria-label={says.shown}>
          {aliasesShown.map((each) => (
            <Link
              key={each}
              className="plain-button"
              to="/aliases"
              search={each === 'acting' ? {} : { show: each }}
              activeOptions={{ exact: true }}
              aria-current={each === shown ? 'page' : undefined}
            >
              {says.choices[each]}
            </Link>
          ))}
        </nav>
        <Filter text={says.filter} onNarrow={setFilter} />
      </div>
      {aliases === undefined ? <Waiting query={query} /> : null}
      {aliases?.length === 0 ? <p className="soft">{says.none}</p> : null}
      <ul className="kept-list">
        {aliases?.map((alias) => (
          <Row key={alias.aliasId} alias={alias} onChange={change} />
        ))}
      </ul>
      {aliases === undefined ? null : <More query={query} shown={aliases.length} total={undefined} />}
      {isOpen ? (
        <Dialog title={says.add} onClose={close}>
          {(end) => <AddForm close={end} />}
        </Dialog>
      ) : null}
      {changing === undefined ? null : (
        <Dialog title={says.titles[changing.is]} onClose={() => change(undefined)}>
          {(end) => <ChangeForm changing={changing} close={end} />}
        </Dialog>
      )}
    </KeptPage>
  )
}

interface RowProps {
  readonly alias: Alias
  readonly onChange: (changing: Changing) => void
}

function Row({ alias, onChange }: RowProps) {
  const { words, formats } = useKnownWords()
  const { aliases: says } = words
  const { from, to, closedAt, closedBy, closedBecause } = alias
  const is = closedAt === null ? 'close' : 'bringBack'
  return (
    <li data-closed={closedAt !== null}>
      <p className="kept-what">
        <b>{visibleName(from)}</b> <span className="soft">{says.relations[alias.relation]}</span>{' '}
        <b>{visibleName(to)}</b>
      </p>
      <p>{alias.source}</p>
      <p className="soft">
        {says.kinds[alias.kind]}, {alias.isPublic ? says.forAll : says.own},{' '}
        {says.added(alias.addedBy, formats.day(alias.addedAt))}
      </p>
      {closedAt === null ? null : (
        <p className="soft">
          {says.closed(closedBy ?? '', formats.day(closedAt))} {closedBecause === null ? says.noReason : closedBecause}
        </p>
      )}
      <p>
        <button
          type="button"
          className="plain-button is-framed"
          aria-label={says.changeOf[is](visibleName(from), visibleName(to))}
          onClick={() => onChange({ is, alias })}
        >
          {says.change[is]}
        </button>
      </p>
    </li>
  )
}

interface ChangeFormProps {
  readonly changing: Changing
  readonly close: () => void
}

function ChangeForm({ changing, close }: ChangeFormProps) {
  const { words } = useKnownWords()
  const { aliases: says } = words
  const { is, alias } = changing
  const id = useId()
  const { isPending, error, submit } = useChangeAlias(changing, close)
  return (
    <form className="said-form" onSubmit={submit}>
      <p>
        <b>{visibleName(alias.from)}</b> {says.relations[alias.relation]} <b>{visibleName(alias.to)}</b>
      </p>
      <p className="soft">{says.notes[is]}</p>
      {is === 'close' ? (
        <>
          <label htmlFor={`${id}-reason`}>{says.reason}</label>
          <input id={`${id}-reason`} name="reason" maxLength={1000} required />
        </>
      ) : null}
      <AuthorField name="author" defaultValue={useAuthor()} />
      <SayButton text={says.change[is]} isPending={isPending} error={error} />
    </form>
  )
}

function AddForm({ close }: { readonly close: () => void }) {
  const { words } = useKnownWords()
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
      <AuthorField name="by" />
      <label className="check">
        <input type="checkbox" name="public" /> {says.public}
      </label>
      <SayButton text={words.said.save} isPending={isPending} error={error} />
    </form>
  )
}
