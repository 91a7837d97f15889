import { useDisclosure } from '@mantine/hooks'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { documentAddress, exportAddress } from '../api.ts'
import { useAsker } from '../asker.ts'
import { useWords } from '../words/use-words.ts'
import { FoldIcon } from './icons.tsx'
import { metOf, missesOf, nameOfSbom, useDepth, usePrevious, useProblems, useQuality } from './sbom-line.ts'
import type { DeviceSbom } from './sbom-line.ts'
import { SignatureMark } from './signature-mark.tsx'
import { Waiting } from './states.tsx'

interface SbomLineProps {
  readonly sbom: DeviceSbom
  readonly modelVersionId: number
}

/** One SBOM: as it came, who signed it, how much it says, in other formats, and against the one before. */
export function SbomLine({ sbom, modelVersionId }: SbomLineProps) {
  const { words, formats } = useWords()
  const asker = useAsker()
  const { device } = words
  return (
    <li>
      <p>
        <a href={documentAddress(sbom.sbomId, asker)} download>
          {nameOfSbom(sbom)}
        </a>
      </p>
      <p className="soft">
        {sbom.format}, {device.sbomOf[sbom.of]}, {words.whyParts.added(formats.day(sbom.addedAt))}
      </p>
      <p>
        <SignatureMark is={sbom.signature.is} says={sbom.signature.says} />
      </p>
      <p>
        {device.components(sbom.components)}, {sbom.complete ? device.complete : device.notComplete}
      </p>
      <p className="sbom-actions">
        <Exports sbom={sbom} />
        <Previous sbom={sbom} modelVersionId={modelVersionId} />
      </p>
      <Unfolding title={device.depth}>
        <Depth sbomId={sbom.sbomId} />
        <Quality sbomId={sbom.sbomId} />
      </Unfolding>
      {sbom.problems === 0 ? null : (
        <Unfolding title={device.problems(sbom.problems)}>
          <ProblemList sbomId={sbom.sbomId} />
        </Unfolding>
      )}
    </li>
  )
}

function Exports({ sbom }: { readonly sbom: DeviceSbom }) {
  const { words } = useWords()
  const asker = useAsker()
  return (
    <span>
      {words.device.exportAs}{' '}
      <a href={exportAddress(sbom.sbomId, 'cyclonedx', asker)} download>
        CycloneDX 1.6
      </a>
      {', '}
      <a href={exportAddress(sbom.sbomId, 'spdx', asker)} download>
        SPDX 2.3
      </a>
    </span>
  )
}

function Previous({ sbom, modelVersionId }: SbomLineProps) {
  const { words } = useWords()
  const previous = usePrevious(sbom, modelVersionId)
  if (previous === undefined) return null
  return (
    <Link to="/diff" search={{ from: String(previous.sbomId), to: String(sbom.sbomId) }}>
      {words.device.changesSince(nameOfSbom(previous))}
    </Link>
  )
}

interface UnfoldingProps {
  readonly title: string
  readonly children: ReactNode
}

/** A button, and below it what is fetched only when somebody opens it. */
function Unfolding({ title, children }: UnfoldingProps) {
  const [isOpen, { toggle }] = useDisclosure(false)
  return (
    <>
      <button type="button" className="plain-button" aria-expanded={isOpen} onClick={toggle}>
        <FoldIcon /> {title}
      </button>
      {isOpen ? children : null}
    </>
  )
}

function Depth({ sbomId }: { readonly sbomId: number }) {
  const query = useDepth(sbomId)
  if (query.data === undefined) return <Waiting query={query} />
  return (
    <ul className="depth">
      {query.data.says.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  )
}

/** Checklists line by line, each folded; there is no grade, which would punish who tells more. */
function Quality({ sbomId }: { readonly sbomId: number }) {
  const { words } = useWords()
  const query = useQuality(sbomId)
  if (query.data === undefined) return <Waiting query={query} />
  return (
    <>
      {query.data.checklists.map(({ id, name, lines }) => (
        <details key={id} className="checklist">
          <summary>{words.device.missedBy(name)}</summary>
          <ul>
            {missesOf(lines).map((line) => (
              <QualityLine key={`${line.check} ${line.clause}`} line={line} />
            ))}
          </ul>
        </details>
      ))}
    </>
  )
}

function QualityLine({ line }: { readonly line: Parameters<typeof metOf>[0] }) {
  const { words, formats } = useWords()
  return (
    <li>
      {line.says} <b className="count">{metOf(line, { words, formats })}</b>
    </li>
  )
}

function ProblemList({ sbomId }: { readonly sbomId: number }) {
  const query = useProblems(sbomId)
  if (query.data === undefined) return <Waiting query={query} />
  return (
    <ul className="problems">
      {query.data.problems.map(({ where, what }, place) => (
        <li key={place}>
          <b>{where}</b> {what}
        </li>
      ))}
    </ul>
  )
}
