import type { ModelVersionVerdict } from '../model/index.ts'
import type { AnswerLists, LineExample } from '../reports/index.ts'
import { firstDevices, namesOfModelVersions } from '../store/index.ts'
import type { FleetFilter, Transaction } from '../store/index.ts'
import { devicesOfAnswer } from './answer-devices.ts'
import type { OpenAnswer } from './answering.ts'
import { devicesOfLines, linesOf } from './judgement.ts'
import type { Judgement, Line } from './judgement.ts'
import { keyOfTarget, whysOf } from './whys.ts'
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
      ...(name?.version == null ? {} : { version: name.version }),
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
  const byKey = new Map(judgement.targets.map((target) => [keyOfTarget(target), target]))
  const targets = asked.map(({ modelVersionId, alone: [first] }, place) => {
    const shown = devices[place]?.deviceId ?? first ?? ''
    return byKey.get(shown) ?? byKey.get(String(modelVersionId))
  })
  const distinct = [...new Set(targets)].filter((target) => target !== undefined)
  const whys = await whysOf(trx, judgement, distinct)
  const whysByTarget = new Map(distinct.map((target, index) => [target, whys[index]]))
  return lines.map(({ reason }, place) => {
    const target = targets[place]
    const { why = [], whyTotal = 0 } = (target === undefined ? undefined : whysByTarget.get(target)) ?? {}
    const { versionSource = null, versionSeenAt = null } = devices[place] ?? {}
    return { reason, why, whyTotal, ...withoutNulls({ versionSource, versionSeenAt }) }
  })
}
