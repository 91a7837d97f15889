import { visibleJson } from '../../model/index.ts'
import type { Answer, Verdict } from '../../model/index.ts'
import type { Exporter } from '../exporter.ts'
import { firstOf } from '../first-of.ts'

/** An answer as one JSON object: `query`, `counts`, `inScope`, the rest of `Answer`, its model versions, and its devices one a line. */
export const json: Exporter = {
  id: 'json',
  source: 'https://www.rfc-editor.org/rfc/rfc8259',
  mediaType: 'application/json',
  async *write(answer, lists, { limit, verdicts }) {
    const { query, counts, inScope, outOfScope, settles, devicesTotal: _all, ...rest } = answer
    const modelVersions = await lists.models()
    const devicesTotal = countOf(answer, verdicts)
    const head = { query, counts, inScope, outOfScope, ...rest, modelVersions, settles, devicesTotal }
    yield `${visibleJson(head).slice(0, -1)},"devices":[`
    let isFirst = true
    for await (const device of firstOf(lists.devices(verdicts), limit)) {
      yield `${isFirst ? '\n' : ',\n'}${visibleJson(device)}`
      isFirst = false
    }
    yield ']}\n'
  },
}

function countOf({ counts, devicesTotal }: Answer, verdicts: readonly Verdict[] | undefined): number {
  if (verdicts === undefined || counts === null) return devicesTotal
  return verdicts.reduce((sum, verdict) => sum + counts[verdict], 0)
}
