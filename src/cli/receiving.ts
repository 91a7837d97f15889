import { randomUUID } from 'node:crypto'
import { hostname } from 'node:os'
import { receiveReports } from '../flows/listening.ts'
import { visibleJson } from '../model/index.ts'
import type { Asked, Into } from './hearing.ts'
import { openMllp } from './mllp-receiver.ts'
import { sayHeard } from './say-heard.ts'
import type { Session } from './session.ts'

/** Receives reports until Ctrl-C. */
export async function receive(
  session: Session,
  at: { readonly port: number; readonly host: string },
  { sensor, place }: Asked,
  into: Into | undefined,
): Promise<number> {
  const { screen, signal } = session
  const { port, messages } = await openMllp({ ...at, signal })
  screen.remark(`device management reports (MEM-DMC) are received on ${at.host} port ${port}; Ctrl-C ends it`)
  const source = place ?? `mllp ${port}`
  const run = { sensor: sensor ?? hostname(), source, name: randomUUID() }
  const heard = await receiveReports({
    messages,
    now: () => new Date(),
    onRemark: (line) => screen.remark(line),
    ...(into && { keep: { store: into.store, organisationId: into.organisation.organisationId, ...run } }),
  })
  const told = { file: source, ...heard }
  await screen.answer(session.json ? [`${visibleJson({ files: [told] })}\n`] : sayHeard(told))
  return 0
}
