import { useId } from 'react'
import { useNetworkWords } from '../words/use-network-words.ts'
import { Dialog } from './dialog.tsx'
import { useFind } from './find-dialog.ts'
import type { Found } from './find-dialog.ts'
import './find-dialog.css'

interface FindDialogProps {
  readonly where: 'inventory' | 'network'
  /** What is looked for: its name. */
  readonly of: string
  readonly onClose: () => void
  readonly onPick: (found: Found) => void
}

/** Finds by hand what no rule found. */
export function FindDialog({ where, of, onClose, onPick }: FindDialogProps) {
  const { net } = useNetworkWords()
  return (
    <Dialog title={net.reconcile.findIn[where]} onClose={onClose}>
      {(close) => (
        <>
          <p>{of}</p>
          <Finder
            where={where}
            onPick={(found) => {
              close()
              onPick(found)
            }}
          />
        </>
      )}
    </Dialog>
  )
}

function Finder({ where, onPick }: Pick<FindDialogProps, 'where' | 'onPick'>) {
  const { net } = useNetworkWords()
  const id = useId()
  const { text, setText, typed, found } = useFind(where)
  return (
    <>
      <label htmlFor={id}>{net.reconcile.findText[where]}</label>
      <input
        id={id}
        className="find-text"
        type="search"
        autoFocus
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <p className="soft" role="status">
        {typed !== '' && found?.length === 0 ? net.reconcile.foundNone : ''}
      </p>
      <ul className="found">
        {found?.map((each) => (
          <li key={each.id}>
            <button type="button" className="plain-button is-framed" onClick={() => onPick(each)}>
              <b>{each.name}</b> <span className="soft">{each.facts}</span>
            </button>
          </li>
        ))}
      </ul>
    </>
  )
}
