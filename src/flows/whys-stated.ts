import type { Heard } from '../findings/index.ts'
import type { Reason, StatementStatus, Why, WhyStatement } from '../model/index.ts'
import type { StatedSpeaker } from './stated.ts'

/** Most statements that are shown with one verdict; those that decide come first, then what the hospital itself decided. */
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
  const decided = new Set(speakers.filter((each) => deciding.has(idOf(each))).map(({ status }) => status))
  const whys = speakers.map((speaker): Why => {
    const isDeciding = deciding.has(idOf(speaker))
    const isOverruled = speaker.triage !== undefined && !isDeciding && decided.size > 0 && !decided.has(speaker.status)
    const statement = { ...toWhyStatement(speaker, isDeciding), ...(isOverruled && { isOverruled }) }
    const isPerhaps = speaker.status === 'affected' && speaker.reach === 'possible'
    return { reason: isPerhaps ? 'statedOfSomeVersions' : reasons[speaker.status], statement }
  })
  const isOwn = ({ statement }: Why): boolean => statement?.document === undefined && statement?.isDeciding === false
  const own = whys.filter(isOwn).slice(0, mostShown)
  const [first = [], rest = []] = [true, false].map((isDeciding) =>
    whys.filter((why) => !isOwn(why) && why.statement?.isDeciding === isDeciding),
  )
  const shown = first.slice(0, mostShown - own.length)
  return [...shown, ...own, ...rest].slice(0, mostShown)
}

function idOf({ statement, triage }: StatedSpeaker): string {
  return statement === undefined ? (triage?.triageId ?? '') : String(statement.statementId)
}

function toWhyStatement(speaker: StatedSpeaker, isDeciding: boolean): WhyStatement {
  const { status, role, signature, justification, at, reach, statement, triage } = speaker
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
  const later = statement.laterSignature?.is
  return {
    ...said,
    author,
    ...(reach !== 'exact' && { reach, versions: statement.product.versionRange ?? '' }),
    ...((later === 'invalid' || later === 'unknownKey') && { laterSignature: later }),
    ...(impact !== null && { text: impact }),
    ...(action !== null && { action }),
    ...(compensatingControl !== null && { compensatingControl }),
    ...(component !== null && { component: component.name }),
    document: [format, statedId, revision].filter((each) => each !== null).join(' '),
  }
}
