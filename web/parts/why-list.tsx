import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import type { Why } from '../../src/server/contract.ts'
import { documentAddress } from '../api.ts'
import { useAsker } from '../asker.ts'
import { useWords } from '../words/use-words.ts'
import { saidBy, setsText } from './corrections.ts'
import { nameOrNothing, sayComponent } from './device-section.ts'
import { SignatureMark } from './signature-mark.tsx'
import { toldBy } from './stated.ts'
import './why-list.css'

interface WhyListProps {
  readonly why: readonly Why[]
  readonly whyTotal: number
  readonly reasonSays?: string | undefined
  /** What a person can do about it. */
  readonly children?: ReactNode
}

/** What a verdict stands on, the most telling first. */
export function WhyList({ why, whyTotal, reasonSays, children }: WhyListProps) {
  const { words } = useWords()
  return (
    <div className="why-list">
      {reasonSays === undefined ? null : <p className="why-reason">{reasonSays}</p>}
      <ol>
        {why.map((each, place) => (
          <li key={place}>
            <WhyFacts why={each} />
          </li>
        ))}
      </ol>
      {whyTotal > why.length ? <p className="soft">{words.shown(why.length, whyTotal)}</p> : null}
      {children}
    </div>
  )
}

function WhyFacts({ why }: { readonly why: Why }) {
  const { words, formats } = useWords()
  const asker = useAsker()
  const { whyParts } = words
  return (
    <>
      <p>{why.says}</p>
      <dl>
        <Fact name={whyParts.component}>{sayComponent(why)}</Fact>
        <Fact name={whyParts.purl}>{nameOrNothing(why.component?.purl)}</Fact>
        <Fact name={whyParts.cpe}>{nameOrNothing(why.component?.cpe)}</Fact>
        <Fact name={whyParts.corrected}>
          {why.corrected === undefined ? undefined : <Corrected why={why} corrected={why.corrected} />}
        </Fact>
        <Fact name={whyParts.support}>{why.support?.says}</Fact>
        <Fact name={whyParts.range}>{why.range}</Fact>
        <Fact name={whyParts.problem}>{why.problem}</Fact>
        <Fact name={whyParts.advisory}>
          {why.advisory === undefined ? undefined : <AdvisoryLink why={why} advisory={why.advisory} />}
        </Fact>
        <Fact name={whyParts.tier}>
          {why.tier === undefined ? undefined : `${why.tierSays} (${whyParts.tierLevel(why.tier)})`}
        </Fact>
        <Fact name={whyParts.aliases}>{why.aliases === undefined ? undefined : <Aliases aliases={why.aliases} />}</Fact>
        <Fact name={whyParts.stated}>
          {why.statement === undefined ? undefined : <Stated statement={why.statement} />}
        </Fact>
        <Fact name={whyParts.sbom}>
          {why.sbom === undefined ? undefined : (
            <>
              <a href={documentAddress(why.sbom.sbomId, asker)} download>
                {why.sbom.fileName ?? why.sbom.sha256}
              </a>{' '}
              <span className="soft">
                {why.sbom.format}, {whyParts.added(formats.day(why.sbom.addedAt))}
              </span>
            </>
          )}
        </Fact>
      </dl>
    </>
  )
}

interface CorrectedProps {
  readonly why: Why
  readonly corrected: NonNullable<Why['corrected']>
}

/** What the organisation says instead of what is written, who, how that is known, and since when. */
function Corrected({ why, corrected }: CorrectedProps) {
  const { words, formats } = useWords()
  return (
    <>
      <p>{why.correctedSays}</p>
      {corrected.corrections.map((each) => (
        <p key={each.correctionId}>
          {words.corrections.takenAs} <b>{setsText(each.sets, words)}</b>{' '}
          <span className="soft">{saidBy(each, formats)}</span>
        </p>
      ))}
    </>
  )
}

/** Through which names the component is meant, and who says so. */
function Aliases({ aliases }: { readonly aliases: NonNullable<Why['aliases']> }) {
  return (
    <ul>
      {aliases.map(({ says, source }) => (
        <li key={says}>
          {says} <span className="soft">{source}</span>
        </li>
      ))}
    </ul>
  )
}

/** Who says what, in which words, and whether it decides: what is overruled is shown too. */
function Stated({ statement }: { readonly statement: NonNullable<Why['statement']> }) {
  const { words, formats } = useWords()
  const { says, isDeciding, toConfirm, signature, laterSignature, document, at } = statement
  const standing = toConfirm === undefined ? words.said.overruled : words.said.toConfirm
  return (
    <>
      <p>
        {says} <strong>{isDeciding ? words.said.decides : standing}</strong>
      </p>
      {toldBy(statement).map((text) => (
        <p key={text}>{text}</p>
      ))}
      <p className="soft">
        {statement.role === 'hospital' ? null : <SignatureMark is={signature} />}{' '}
        {laterSignature === undefined ? null : <SignatureMark is={laterSignature} />} {document}{' '}
        {at === undefined ? null : formats.day(at)}
      </p>
    </>
  )
}

function AdvisoryLink({ why, advisory }: { readonly why: Why; readonly advisory: string }) {
  if (why.vulnerability === undefined) return advisory
  return (
    <Link to="/vulnerabilities/$id" params={{ id: why.vulnerability }}>
      {advisory}
    </Link>
  )
}

/** A line of a list of facts; nothing where there is none. */
function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  if (children === undefined || children === null || children === '') return null
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}
