import type { Answer } from '../../model/index.ts'
import type { Exporter } from '../exporter.ts'
import { visibleJson } from '../visible.ts'

/** An answer as one JSON object: `query`, `counts`, `inScope`, the rest of `Answer`, and its devices one a line. */
export const json: Exporter = {
  id: 'json',
  source: 'https://www.rfc-editor.org/rfc/rfc8259',
  mediaType: 'application/json',
  *write(answer, { limit }) {
    const { query, counts, inScope, outOfScope, devices, ...rest } = answer
    const listed = limit === undefined ? devices : devices.slice(0, limit)
    const head = { query, counts, inScope, outOfScope, ...rest, devicesTotal: devices.length }
    yield `${visibleJson(head).slice(0, -1)},"devices":[`
    yield* toLines(listed)
    yield ']}\n'
  },
}

function* toLines(devices: Answer['devices']): Generator<string> {
  for (const [place, device] of devices.entries()) yield `${place === 0 ? '\n' : ',\n'}${visibleJson(device)}`
}
