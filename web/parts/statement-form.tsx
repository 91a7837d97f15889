import { useId } from 'react'
import { useKnownWords } from '../words/use-known-words.ts'
import { FileForm } from './file-form.tsx'
import { Problems } from './sending.tsx'
import { SignatureMark } from './signature-mark.tsx'
import { addedText, roles, useAddStatements } from './statement-form.ts'
import type { StatementsOutcome } from './statement-form.ts'
import { toRefusal } from './states.ts'

/** Brings a VEX document, with its signature where it has one of its own, and tells what came of it. */
export function StatementForm() {
  const { words } = useKnownWords()
  const { statements: says, add } = words
  const id = useId()
  const { sending, error, outcome, submit } = useAddStatements()
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
        outcome={outcome === undefined ? null : <Added added={outcome} />}
      >
        <label htmlFor={`${id}-signature`}>{add.signature}</label>
        <input id={`${id}-signature`} name="signature" type="file" />
        <label htmlFor={`${id}-role`}>{says.role}</label>
        <select id={`${id}-role`} name="role">
          {roles.map((role) => (
            <option key={role} value={role}>
              {says.roles[role]}
            </option>
          ))}
        </select>
      </FileForm>
    </details>
  )
}

function Added({ added }: { readonly added: StatementsOutcome }) {
  const { words } = useKnownWords()
  const { signature, laterSignature, signatureRefused } = added
  return (
    <>
      <p>
        <b>{words.statements.outcomes[added.is]}</b>: {addedText(added, words)}
      </p>
      {[signature, laterSignature].map((each) =>
        each === undefined ? null : (
          <p key={each.says}>
            <SignatureMark is={each.is} says={each.says} />
          </p>
        ),
      )}
      {signatureRefused === undefined ? null : (
        <p className="refused">
          {words.add.signatureRefused} {toRefusal(signatureRefused, words)}
        </p>
      )}
      <Problems problems={added.problems} total={added.problemsTotal} />
    </>
  )
}
