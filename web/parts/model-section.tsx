import type { Answer } from '../../src/server/contract.ts'
import type { AskSearch } from '../address.ts'
import type { Asked } from '../queries.ts'
import { sectionId, toneOf } from '../verdicts.ts'
import type { FoldedVerdict } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'
import { FoldIcon } from './icons.tsx'
import { nameOfModel, useFold, useModels } from './model-section.ts'
import { More } from './more.tsx'
import { Reasons } from './reasons.tsx'
import { Waiting } from './states.tsx'
import { VerdictLetter } from './verdict-letter.tsx'
import './model-section.css'

interface ModelSectionProps {
  readonly answer: Answer
  readonly asked: Asked
  readonly search: AskSearch
  readonly verdict: FoldedVerdict
}

/** A class that stays folded: opened, it has a line for each model version. */
export function ModelSection({ answer, asked, search, verdict }: ModelSectionProps) {
  const { words, formats } = useWords()
  const { isOpened, toggle } = useFold(search, verdict)
  const id = sectionId[verdict]
  return (
    <section className="model-section" data-verdict={verdict} aria-labelledby={id}>
      <h2 id={id} tabIndex={-1}>
        <VerdictLetter verdict={verdict} letter={words.verdictLetters[toneOf(answer)][verdict]} />
        {answer.says.verdicts[verdict]}
        <span className="count soft">{formats.count(answer.counts?.[verdict] ?? 0)}</span>
      </h2>
      <button
        type="button"
        className="plain-button not-printed"
        aria-expanded={isOpened}
        aria-describedby={id}
        onClick={toggle}
      >
        <FoldIcon /> {isOpened ? words.answer.fold : words.answer.unfold}
      </button>
      <Reasons answer={answer} verdict={verdict} />
      {isOpened ? <Models asked={asked} verdict={verdict} /> : null}
    </section>
  )
}

function Models({ asked, verdict }: { readonly asked: Asked; readonly verdict: FoldedVerdict }) {
  const { words, formats } = useWords()
  const { query, models } = useModels(asked, verdict)
  if (models === undefined) return <Waiting query={query} />
  return (
    <>
      {models.length === 0 ? <p className="soft">{words.answer.none}</p> : null}
      <ul className="models">
        {models.map((model) => (
          <li key={model.modelVersionId}>
            <span className="count">{formats.count(model.devices)}</span>
            <span className="model-name">{nameOfModel(model, words)}</span>
            <span className="soft">{model.reasonSays}</span>
          </li>
        ))}
      </ul>
      <More query={query} shown={models.length} total={undefined} />
    </>
  )
}
