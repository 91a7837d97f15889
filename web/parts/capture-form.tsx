import { useNetworkWords } from '../words/use-network-words.ts'
import { heardTexts, useCapture } from './capture-form.ts'
import type { CaptureHeard } from './capture-form.ts'
import { FileForm } from './file-form.tsx'
import { Problems } from './sending.tsx'

/** Brings a capture or log from this computer, to be listened to on the server, and tells what was heard. */
export function CaptureForm() {
  const { capture: says } = useNetworkWords().net.network
  const { sending, error, outcome, submit } = useCapture()
  return (
    <details className="bring">
      <summary>{says.add}</summary>
      <FileForm
        file={says.file}
        send={says.send}
        sending={sending}
        error={error}
        onSubmit={submit}
        outcome={outcome === undefined ? null : <Heard heard={outcome} />}
      />
    </details>
  )
}

function Heard({ heard }: { readonly heard: CaptureHeard }) {
  const { net } = useNetworkWords()
  const problems = heard.problems.map(({ place = '', message }) => ({ where: place, what: message }))
  return (
    <>
      {heardTexts(heard, net).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <Problems problems={problems} total={problems.length} />
    </>
  )
}
