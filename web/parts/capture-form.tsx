import { useId } from 'react'
import { useNetworkWords } from '../words/use-network-words.ts'
import { useCapture } from './capture-form.ts'
import { toRefusal } from './states.ts'
import './said-form.css'

/** Brings a capture or log from this computer, to be listened to on the server. */
export function CaptureForm() {
  const { words, net } = useNetworkWords()
  const { capture: says } = net.network
  const id = useId()
  const { isPending, isSuccess, error, submit } = useCapture()
  return (
    <form className="said-form" onSubmit={submit}>
      <label htmlFor={id}>{says.file}</label>
      <input id={id} name="file" type="file" required />
      <button type="submit" className="plain-button is-framed" disabled={isPending}>
        {says.send}
      </button>
      <p role="status">
        {isPending ? says.listening : null}
        {isSuccess ? says.heard : null}
      </p>
      <p role="alert">{error === null ? '' : toRefusal(error, words)}</p>
    </form>
  )
}
