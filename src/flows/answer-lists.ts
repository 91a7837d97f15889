import type { ModelVersionVerdict } from '../model/index.ts'
import type { AnswerLists, LineExample } from '../reports/index.ts'
import { firstDevices, namesOfModelVersions } from '../store/index.ts'
import type { FleetFilter, Transaction } from '../store/index.ts'
import { devicesOfAnswer } from './answer-devices.ts'
import type { OpenAnswer } from './open-answer.ts'
import { devicesOfLines, linesOf, placesOfDevices } from './judgement.ts'
import type { Judgement, Line } from './judgement.ts'
import { evidenceAt, whysOf } from './whys.ts'
import { withoutNulls } from './without-nulls.ts'

/** The lists of an open answer, each read as it is asked for. */
export function toLists(open: OpenAnswer): AnswerLists {
  const { trx, fleet, listed } = open
  return {
    models: async () => (listed.are === 'found' ? [] : named(trx, fleet, linesOf(listed.judgement))),
    examples: async (lines) => (listed.are === 'found' ? [] : examplesOf(open, listed.judgement, lines)),
    devices: (verdicts) => devicesOfAnswer(open, verdicts),
  }
}

/** Lines with the names of their model versions. */
export async function named(
  trx: Transaction,
  fleet: FleetFilter,
  lines: readonly Line[],
): Promise<ModelVersionVerdict[]> {
  const names = await namesOfModelVersions(trx, fleet, [...new Set(lines.map((line) => line.modelVersionId))])
  return lines.map((line) => {
    const name = names.get(line.modelVersionId)
    return {
      modelVersionId: line.modelVersionId,
      ...(name === undefined ? {} : { maker: name.maker, model: name.model }),
      ...(name === undefined || name.version === null ? {} : { version: name.version }),
      verdict: line.verdict,
      reason: line.reason,
      devices: line.devices,
    }
  })
}

/** What each line stands on, as its first device shows it. */
async function examplesOf(
  { trx, fleet }: OpenAnswer,
  judgement: Judgement,
  lines: readonly Line[],
): Promise<LineExample[]> {
  const asked = devicesOfLines(judgement, lines)
  const alone = judgement.targets.flatMap(({ deviceId }) => deviceId ?? [])
  const devices = await firstDevices(trx, fleet, asked, alone)
  const places = placesOfDevices(
    judgement,
    asked.map(
      ({ modelVersionId, alone: [first = ''] }, index) => devices[index] ?? { modelVersionId, deviceId: first },
    ),
  )
  const shown = [...new Set(places.flatMap((place) => place ?? []))]
  const whys = await whysOf(trx, judgement, { fleet, places: shown, evidence: await evidenceAt(trx, judgement, shown) })
  return lines.map(({ reason }, index) => {
    const { why = [], whyTotal = 0 } = whys.get(places[index] ?? -1) ?? {}
    const { versionSource = null, versionSeenAt = null } = devices[index] ?? {}
    return { reason, why, whyTotal, ...withoutNulls({ versionSource, versionSeenAt }) }
  })
}
