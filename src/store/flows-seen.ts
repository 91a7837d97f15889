import { sql } from 'kysely'
import type { OrganisationId } from '../model/index.ts'
import type { CopyValue } from './copy.ts'
import { addCount, addSensor, namesOf, stage, widenSpan } from './seen-again.ts'
import type { SpanToStore } from './seen-again.ts'
import type { Transaction } from './transaction.ts'

/** Who talked to whom. */
export interface FlowToStore extends SpanToStore {
  readonly flowId: string
  readonly clientMac: string | null
  readonly clientIp: string | null
  readonly serverMac: string | null
  readonly serverIp: string | null
  readonly transport: string
  readonly port: number
  readonly vlan: number | null
  readonly protocol: string | null
  readonly isClearText: boolean | null
  readonly connections: number
  readonly unanswered: number
  readonly packets: number
  readonly bytes: number
}

const flowColumns = [
  'organisation_id',
  'flow_id',
  'client_mac',
  'client_ip',
  'server_mac',
  'server_ip',
  'transport',
  'port',
  'vlan',
  'protocol',
  'is_clear_text',
  'connections',
  'unanswered',
  'packets',
  'bytes',
  'first_seen_at',
  'last_seen_at',
  'sensors',
]

/** Adds connections to those that were seen before. */
export async function takeFlows(
  trx: Transaction,
  organisationId: OrganisationId,
  { flows, sensor }: { readonly flows: readonly FlowToStore[]; readonly sensor: string },
): Promise<void> {
  const rows = flows.map((each): CopyValue[] => [
    organisationId,
    each.flowId,
    each.clientMac,
    each.clientIp,
    each.serverMac,
    each.serverIp,
    each.transport,
    each.port,
    each.vlan,
    each.protocol,
    each.isClearText,
    each.connections,
    each.unanswered,
    each.packets,
    each.bytes,
    each.firstSeenAt,
    each.lastSeenAt,
    [sensor],
  ])
  if (!(await stage(trx, 'flow_seen', flowColumns, rows))) return
  const sums = ['connections', 'unanswered', 'packets', 'bytes'].map((name) => addCount('flow_seen', name))
  await sql`
    insert into flow_seen (${namesOf(flowColumns)})
    select ${namesOf(flowColumns)} from staged_flow_seen order by flow_id
    on conflict (organisation_id, flow_id) do update
    set ${widenSpan('flow_seen')}, ${addSensor('flow_seen')}, ${sql.join(sums)},
      is_clear_text = coalesce(flow_seen.is_clear_text, excluded.is_clear_text)`.execute(trx.query)
}
