import type { Heard } from '../findings/index.ts'
import type { Reason, StatementStatus, Why, WhyStatement } from '../model/index.ts'
import type { StatedSpeaker } from './stated.ts'

/** Most statements that are shown with one verdict; those that decide come first. */
const mostShown = 20

const reasons: Readonly<Record<StatementStatus, Reason>> = {
  affected: 'statedAffected',
  underInvestigation: 'underInvestigation',
  fixed: 'statedFixed',
  notAffected: 'statedNotAffected',
}

/** All that is said of a flaw in one target: what decides first, then what is overruled or does not count. */
export function whysStated(heard: Heard<StatedSpeaker> | undefined): Why[] {
  if (heard === undefined) return []
  const { settled, speakers } = heard
  const deciding = new Set([...settled.deciding, ...[...settled.cleared.values()].flat()].map(idOf))
  const whys = speakers.map((speaker): Why => {
    const isDeciding = deciding.has(idOf(speaker))
    return { reason: reasons[speaker.status], statement: toWhyStatement(speaker, isDeciding) }
  })
  const rank = ({ statement }: Why): number => (statement?.isDeciding === true ? 0 : 1)
  return whys.toSorted((a, b) => rank(a) - rank(b)).slice(0, mostShown)
}

function idOf({ statement, triage }: StatedSpeaker): string {
  return statement === undefined ? (triage?.triageId ?? '') : String(statement.statementId)
}

function toWhyStatement(speaker: StatedSpeaker, isDeciding: boolean): WhyStatement {
  const { status, role, signature, justification, at, statement, triage } = speaker
  const said = {
    status,
    role,
    signature,
    isDeciding,
    ...(justification !== null && { justification }),
    ...(at !== '' && { at }),
  }
  if (statement === undefined) return { ...said, author: triage?.author ?? '', ...(triage && { text: triage.reason }) }
  const { author, impact, action, compensatingControl, component, format, statedId, revision } = statement
  return {
    ...said,
    author,
    ...(impact !== null && { text: impact }),
    ...(action !== null && { action }),
    ...(compensatingControl !== null && { compensatingControl }),
    ...(component !== null && { component: component.name }),
    document: [format, statedId, revision].filter((each) => each !== null).join(' '),
  }
}
