import type { OrganisationId, Reason, StatementStatus, Why } from '../model/index.ts'
import { sliceOfProposals } from '../store/index.ts'
import type { Transaction, TriageProposed } from '../store/index.ts'
import { schemeById } from '../versions/index.ts'

/** Whether a decision on one version may hold for another: a later one, or one that cannot be ordered with it. */
export function isLater({ version, toVersion }: TriageProposed): boolean {
  const [one, other] = [version ?? '', toVersion].map((text) => schemeById('natural').sortKey(text))
  if (one === undefined || other === undefined || one.shape !== other.shape) return true
  return Buffer.compare(one.bytes, other.bytes) < 0
}

export interface ProposalsAsked {
  readonly organisationId: OrganisationId
  readonly modelVersionIds: readonly number[]
  /** The ids of the names of a flaw; absent: of all flaws. */
  readonly flaws?: readonly number[]
}

/** Most decisions that are looked at for the verdicts of one answer. */
const mostProposals = 1_000

/** Decisions that wait for a person to say whether they hold for these model versions. They count for nothing, and are shown with what is judged. */
export async function proposalsFor(trx: Transaction, asked: ProposalsAsked): Promise<readonly TriageProposed[]> {
  const { organisationId, ...filter } = asked
  if (filter.modelVersionIds.length === 0) return []
  const rows = await sliceOfProposals(trx, organisationId, { limit: mostProposals, after: undefined, ...filter })
  return rows.filter(isLater)
}

const reasons: Readonly<Record<StatementStatus, Reason>> = {
  affected: 'statedAffected',
  underInvestigation: 'underInvestigation',
  fixed: 'statedFixed',
  notAffected: 'statedNotAffected',
}

/** A decision that waits, as what is said of a target. */
export function whyToConfirm(proposed: TriageProposed): Why {
  const { triageId, status, justification, reason, author, at, version, toModelVersionId } = proposed
  return {
    reason: reasons[status],
    statement: {
      status,
      author,
      role: 'hospital',
      signature: 'unsigned',
      ...(justification !== null && { justification }),
      text: reason,
      at,
      isDeciding: false,
      toConfirm: { triageId, modelVersionId: toModelVersionId, ...(version !== null && { version }) },
    },
  }
}
