import type { ListToConfirm } from '../../src/server/contract.ts'
import { submitting } from '../forms.ts'
import { useKnownWords } from '../words/use-known-words.ts'
import { columnFields, columnText, doubtsOf, fieldText, foundText, inputOf, saidOf } from './list-understood.ts'
import type { List } from './list-understood.ts'
import { Scrolls } from './scrolls.tsx'
import './list-understood.css'

interface ListToConfirmFormProps {
  readonly toConfirm: ListToConfirm
  /** What was said of the columns before. */
  readonly columns: string | undefined
  /** A reading was confirmed, and this is another one. */
  readonly wasConfirmed: boolean
  readonly isPending: boolean
  readonly onSay: (said: ReturnType<typeof saidOf>) => void
}

/** A component list as it was understood: its columns, which a person may correct, its first rows, what was left, and the button that makes it count. */
export function ListToConfirmForm({ toConfirm, columns, wasConfirmed, isPending, onSay }: ListToConfirmFormProps) {
  const { words } = useKnownWords()
  const { lists } = words
  const { list, components } = toConfirm
  return (
    <section aria-labelledby="to-confirm-list">
      <h2 id="to-confirm-list">{lists.heading}</h2>
      <p className="kept-warning">{lists.nothingCounts}</p>
      <ul className="guesses">
        {doubtsOf(toConfirm, wasConfirmed, words).map((doubt) => (
          <li key={doubt}>{doubt}</li>
        ))}
      </ul>
      <p>{lists.read(list.where, list.rows, components)}</p>
      <form className="list-form" onSubmit={submitting((fields) => saidOf(fields, toConfirm, columns), onSay)}>
        <Columns list={list} isFixed={false} />
        <Sample list={list} />
        <Left list={list} />
        <p>{lists.note}</p>
        <button type="submit" className="plain-button is-framed" disabled={isPending}>
          {lists.confirm}
        </button>
      </form>
    </section>
  )
}

/** How the columns of a list that counts were understood. */
export function ListColumns({ list }: { readonly list: List }) {
  return (
    <>
      <Columns list={list} isFixed />
      <Left list={list} />
    </>
  )
}

function Columns({ list, isFixed }: { readonly list: List; readonly isFixed: boolean }) {
  const { words } = useKnownWords()
  const { lists } = words
  return (
    <Scrolls label={lists.columns}>
      <table>
        <caption>{lists.columns}</caption>
        <thead>
          <tr>
            <th scope="col">{lists.header}</th>
            <th scope="col">{lists.field}</th>
            <th scope="col">{lists.found}</th>
            <th scope="col">{lists.filled}</th>
          </tr>
        </thead>
        <tbody>
          {list.columns.map((column) => (
            <tr key={column.position}>
              <th scope="row">{columnText(column, words)}</th>
              <td>
                {isFixed ? (
                  fieldText(column.field, words)
                ) : (
                  <select
                    name={inputOf(column)}
                    defaultValue={column.field ?? 'none'}
                    aria-label={lists.fieldOf(columnText(column, words))}
                  >
                    {columnFields.map((field) => (
                      <option key={field} value={field}>
                        {lists.fields[field]}
                      </option>
                    ))}
                  </select>
                )}
              </td>
              <td>{foundText(column, words)}</td>
              <td className="count">{column.filledRows}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}

/** The first rows as the file writes them, to be compared with it. */
function Sample({ list }: { readonly list: List }) {
  const { words } = useKnownWords()
  const { lists } = words
  return (
    <Scrolls label={lists.sample} isTall>
      <table>
        <caption>{lists.sampleOf(list.sample.length, list.rows)}</caption>
        <thead>
          <tr>
            {list.columns.map((column) => (
              <th key={column.position} scope="col">
                {columnText(column, words)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {list.sample.map((row, place) => (
            <tr key={place}>
              {row.map((cell, at) => (
                <td key={at}>{cell}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </Scrolls>
  )
}

/** Rows of which nothing was taken, and tables that were not read: nothing is dropped in silence. */
function Left({ list }: { readonly list: List }) {
  const { lists } = useKnownWords().words
  return (
    <>
      {list.leftTotal === 0 ? null : (
        <details>
          <summary>{lists.left(list.leftTotal)}</summary>
          <ul className="problems">
            {list.left.map(({ place, text, because }) => (
              <li key={place}>
                <b>{place}</b> {text} <span className="soft">{because}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
      {list.otherTables.map(({ where, because }) => (
        <p key={where}>
          {lists.notRead} <b>{where}</b> <span className="soft">{because}</span>
        </p>
      ))}
    </>
  )
}
