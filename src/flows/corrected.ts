import type { CorrectionTold, Note, WhyCorrected } from '../model/index.ts'
import { correctionsActing, findCorrections, writtenComponents } from '../store/index.ts'
import type { Correction, EvidenceFacts, Transaction } from '../store/index.ts'
import type { Judgement } from './judgement.ts'

/** Corrections as they are shown beside what they act on, by their ids. */
export function toldOf(ids: readonly number[], corrections: ReadonlyMap<number, Correction>): CorrectionTold[] {
  return ids.flatMap((id) => {
    const found = corrections.get(id)
    if (found === undefined) return []
    const { correctionId, sets, reason, by, at } = found
    return [{ correctionId, sets, reason, by, at }]
  })
}

/** What stands behind pieces of evidence that corrections act on; nothing is read where there is none. */
export async function correctedOf(
  trx: Transaction,
  evidence: readonly EvidenceFacts[],
): Promise<ReadonlyMap<EvidenceFacts, WhyCorrected>> {
  const touched = evidence.filter(({ corrections }) => (corrections ?? []).length > 0)
  if (touched.length === 0) return new Map()
  const told = await findCorrections(trx, [...new Set(touched.flatMap(({ corrections }) => corrections ?? []))])
  const written = await writtenComponents(trx, [...new Set(touched.flatMap(({ writtenId }) => writtenId ?? []))])
  return new Map(
    touched.map((each) => {
      const was = (each.writtenId === null ? undefined : written.get(each.writtenId ?? 0)) ?? each.component
      const { name, version } = was
      const corrected: WhyCorrected = {
        was: { name, ...(version === undefined || version === null ? {} : { version }) },
        isAway: each.isCorrectedAway === true,
        corrections: toldOf(each.corrections ?? [], told),
      }
      return [each, corrected]
    }),
  )
}

/** That corrections change what an answer says, wherever they do: never in silence. */
export async function correctionNotes(trx: Transaction, { judged }: Pick<Judgement, 'judged'>): Promise<Note[]> {
  const acting = await correctionsActing(trx, judged)
  if (acting.length === 0) return []
  const told = await findCorrections(trx, [...new Set(acting.flatMap(({ corrections }) => corrections))])
  const taken = acting.map(({ name, version, corrections }) => {
    const said = toldOf(corrections, told).map(({ by, reason }) => `${by}: ${reason}`)
    return `${[name, version].filter((each) => each !== null).join(' ')} (${said.join('; ')})`
  })
  return [{ is: 'correctionsAct', asked: String(acting.length), taken }]
}
