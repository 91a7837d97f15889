import type { RemediationKind, Statement, StatementStatus } from '../../model/index.ts'
import { fieldsAt, instantAt, textAt, textsAt } from '../fields.ts'
import type { Fields, Reading } from '../fields.ts'
import { cycloneDxJustifications, cycloneDxResponses, cycloneDxStates, protectedFromOutside } from '../labels.ts'

/** What an analysis says, whatever it is about. */
export type Analysis = Pick<
  Statement,
  | 'status'
  | 'justification'
  | 'impact'
  | 'action'
  | 'remediation'
  | 'compensatingControl'
  | 'note'
  | 'statedAt'
  | 'updatedAt'
>

/** Reads `vulnerabilities[].analysis`; undefined where its state is missing or none that the format has. */
export function analysisOf(reading: Reading, flaw: Fields, place: string): Analysis | undefined {
  const analysis = fieldsAt(flaw, 'analysis')
  const label = textAt(analysis, 'state')
  const state = label === undefined ? undefined : cycloneDxStates[label]
  if (state === undefined) {
    const said = label === undefined ? 'the analysis has no state' : `"${label.slice(0, 80)}" is no state`
    reading.lost(`${place}/analysis/state`, `${said}, so nothing is stated; ask the author to mend it`)
    return undefined
  }
  const why = textAt(analysis, 'justification')
  const control = state === 'notAffected' && why !== undefined ? protectedFromOutside[why] : undefined
  const status = control === undefined ? state : 'affected'
  return {
    status,
    ...reasonsOf(reading, { analysis, status, place }),
    ...(control === undefined ? {} : { compensatingControl: control }),
    ...actionOf(flaw, analysis),
    ...notesOf(label ?? '', control),
    ...datesOf(flaw, analysis),
  }
}

const falsePositive = 'stated as a false positive: the flaw was wrongly attributed to it'

interface Asked {
  readonly analysis: Fields
  readonly status: StatementStatus
  readonly place: string
}

function reasonsOf(reading: Reading, { analysis, status, place }: Asked): Pick<Analysis, 'justification' | 'impact'> {
  const label = textAt(analysis, 'justification')
  const impact =
    textAt(analysis, 'detail') ?? (textAt(analysis, 'state') === 'false_positive' ? falsePositive : undefined)
  const justification = label === undefined ? undefined : cycloneDxJustifications[label]
  if (label !== undefined && justification === undefined && protectedFromOutside[label] === undefined)
    reading.doubt(
      `${place}/analysis/justification`,
      `"${label.slice(0, 80)}" is no justification of CycloneDX; it is not kept`,
    )
  if (status === 'notAffected' && label === undefined && impact === undefined)
    reading.doubt(
      `${place}/analysis`,
      'not affected without a justification or a detail does not count; ask the author why',
    )
  return {
    ...(justification === undefined || status !== 'notAffected' ? {} : { justification }),
    ...(impact === undefined ? {} : { impact }),
  }
}

/** The best of the responses, and the words that go with it. */
function actionOf(flaw: Fields, analysis: Fields): Pick<Analysis, 'action' | 'remediation'> {
  const order: readonly RemediationKind[] = ['vendorFix', 'mitigation', 'workaround', 'noFixPlanned']
  const kinds = textsAt(analysis, 'response').flatMap((each) => cycloneDxResponses[each] ?? [])
  const remediation = order.find((kind) => kinds.includes(kind))
  const action = textAt(flaw, 'recommendation') ?? textAt(flaw, 'workaround')
  return {
    ...(action === undefined ? {} : { action }),
    ...(remediation === undefined ? {} : { remediation }),
  }
}

function notesOf(label: string, control: string | undefined): Pick<Analysis, 'note'> {
  if (control !== undefined)
    return {
      note: `stated as not affected because of ${control}; that holds where the author thought of, so it counts as affected`,
    }
  return label === 'false_positive' ? { note: falsePositive } : {}
}

function datesOf(flaw: Fields, analysis: Fields): Pick<Analysis, 'statedAt' | 'updatedAt'> {
  const statedAt = instantAt(analysis, 'firstIssued')
  const updatedAt = instantAt(analysis, 'lastUpdated') ?? instantAt(flaw, 'updated')
  return { ...(statedAt === undefined ? {} : { statedAt }), ...(updatedAt === undefined ? {} : { updatedAt }) }
}
