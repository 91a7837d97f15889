import type { FoldedVerdict } from '../verdicts.ts'
import { useWords } from '../words/use-words.ts'
import { idOf, totalOf } from './device-section.ts'
import { DeviceList } from './device-section.tsx'
import type { DeviceListProps } from './device-section.tsx'
import { FoldIcon } from './icons.tsx'
import { nameOfModel, useFold, useModels } from './folded-section.ts'
import { More } from './more.tsx'
import { reasonsOf } from './reasons.ts'
import { Reasons } from './reasons.tsx'
import { SectionHeading } from './section-heading.tsx'
import { Waiting } from './states.tsx'
import { hasPlace } from './wards.ts'
import './folded-section.css'

interface FoldedSectionProps extends DeviceListProps {
  readonly verdict: FoldedVerdict
}

/** A class that stays folded: opened, it has a line for each model version, and in one ward a line for each device. */
export function FoldedSection(props: FoldedSectionProps) {
  const { words } = useWords()
  const { answer, asked, search, verdict } = props
  const { isOpened, toggle } = useFold(search, verdict)
  return (
    <section className="folded-section" data-verdict={verdict} aria-labelledby={idOf(verdict)}>
      <SectionHeading answer={answer} verdict={verdict} total={totalOf(props, answer)} />
      <button
        type="button"
        className="plain-button not-printed"
        aria-expanded={isOpened}
        aria-describedby={idOf(verdict)}
        onClick={toggle}
      >
        <FoldIcon /> {isOpened ? words.answer.fold : words.answer.unfold}
      </button>
      {hasPlace(search) ? null : <Reasons answer={answer} verdict={verdict} />}
      {isOpened && hasPlace(search) ? <DeviceList {...props} /> : null}
      {isOpened && !hasPlace(search) ? <Models answer={answer} asked={asked} verdict={verdict} /> : null}
    </section>
  )
}

type ModelsProps = Pick<FoldedSectionProps, 'answer' | 'asked' | 'verdict'>

/** Where all have one reason, the heading has said it. */
function Models({ answer, asked, verdict }: ModelsProps) {
  const isOneReason = reasonsOf(answer, verdict).length === 1
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
            {isOneReason ? null : <span className="soft">{model.reasonSays}</span>}
          </li>
        ))}
      </ul>
      <More query={query} shown={models.length} total={undefined} />
    </>
  )
}
