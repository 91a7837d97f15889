import type { Stated } from '../src/findings/index.ts'
import type { Device, Known, StatedRow } from './naive-knowledge.ts'

/** What is stated of a flaw in one device, by the plainest way there is: each statement is held to the device, then to each other. */
export function naiveStated(
  { statements, purls }: Known,
  device: Device,
  flaws: readonly number[],
): { readonly stated: Stated; readonly cleared: ReadonlySet<number> } {
  const said = statements.filter((each) => each.flaws.some((flaw) => flaws.includes(flaw)))
  const held = device.sboms.flatMap((sbom) => sbom.components)
  const ofWhole = bestOf(
    said.filter((each) => each.product === productOf(device) && each.component === null),
    false,
  )
  const cleared = new Set<number>()
  const raised: Best[] = []
  const parts = new Map<string, { purl: string; rows: StatedRow[] }>()
  for (const each of said) {
    const isInside = each.component !== null && each.product === productOf(device)
    const purl = isInside ? each.component : each.product
    const isThere = held.some((id) => purls.get(id)?.includes(purl ?? '') === true)
    if (purl === null || (!isInside && (each.component !== null || !isThere))) continue
    const row = isInside ? each : { ...each, role: each.role === 'maker' ? 'supplier' : each.role }
    const of = parts.get(purl) ?? { purl, rows: [] }
    parts.set(purl, { purl, rows: [...of.rows, row] })
  }
  for (const { purl, rows } of parts.values()) {
    const isTwin = [...purls].some(([id, some]) => some.includes(purl) && !held.includes(id))
    const inside = rows.filter((row) => row.component !== null)
    const ofTwin = isTwin && inside.length > 0 ? bestOf(inside, true) : undefined
    // A component of the same purl that is listed elsewhere is heard by itself, without what speaks of it wherever it is: errs to the worse.
    if (
      ofTwin !== undefined &&
      !isGood(ofTwin.status) &&
      !(ofWhole !== undefined && isGood(ofWhole.status) && ofWhole.rank < ofTwin.rank)
    )
      raised.push(ofTwin)
    const best = bestOf(rows, true)
    if (best === undefined) continue
    if (isGood(best.status)) for (const id of held) if (purls.get(id)?.includes(purl) === true) cleared.add(id)
    const isOverruled = ofWhole !== undefined && isGood(ofWhole.status) && ofWhole.rank < best.rank
    if (!isGood(best.status) && !isOverruled) raised.push(best)
  }
  const statuses = [...(ofWhole === undefined ? [] : [ofWhole]), ...raised].map(({ status }) => status)
  return { stated: worst.find((status) => statuses.includes(status)) ?? 'nothing', cleared }
}

function productOf({ serial }: Device): string {
  return `pkg:generic/Maker/${encodeURIComponent(serial)}@1`
}

const worst = ['affected', 'underInvestigation', 'notAffected', 'fixed'] as const
type Status = (typeof worst)[number]

interface Best {
  readonly status: Status
  readonly rank: number
}

function isGood(status: Status): boolean {
  return status === 'notAffected' || status === 'fixed'
}

function rankOf({ role, status, isReasoned, justification }: StatedRow, isPart: boolean): number {
  if (status === 'notAffected' && !isReasoned) return Infinity
  if (role === 'supplier' && isGood(status)) {
    if (!isPart) return Infinity
    if (status === 'notAffected' && !['componentNotPresent', 'vulnerableCodeNotPresent'].includes(justification ?? ''))
      return Infinity
  }
  return ['', '', 'coordinator', 'maker', 'supplier', 'hospital'].indexOf(role)
}

function bestOf(rows: readonly StatedRow[], isPart: boolean): Best | undefined {
  const rank = Math.min(...rows.map((row) => rankOf(row, isPart)))
  if (rank === Infinity) return undefined
  const counted = rows.filter((row) => rankOf(row, isPart) < Infinity)
  const said = lastWords(counted.filter((row) => rankOf(row, isPart) === rank))
  const status = worst.find((each) => said.some((row) => row.status === each)) ?? 'affected'
  const others = lastWords(counted.filter((row) => row.status !== 'underInvestigation'))
  return {
    rank,
    status: status === 'underInvestigation' && others.some((row) => row.status === 'affected') ? 'affected' : status,
  }
}

function lastWords(rows: readonly StatedRow[]): StatedRow[] {
  return rows.filter(
    (row) => !rows.some((other) => other.role === row.role && other.author === row.author && other.at > row.at),
  )
}
