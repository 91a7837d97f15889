import type { FastifyReply, FastifyRequest } from 'fastify'
import { collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'
import type { GaugeConfiguration } from 'prom-client'
import { countJobs } from '../flows/index.ts'
import type { JobState } from '../model/index.ts'
import type { Store } from '../store/index.ts'
import { withinOr } from './within.ts'
import type { Gates } from './work.ts'

/** What Prometheus may ask for: this process, its answers by route, its gates and its connections. */
export interface Metrics {
  readonly began: () => void
  readonly ended: (request: FastifyRequest, reply: FastifyReply) => void
  readonly contentType: string
  readonly write: () => Promise<string>
}

/** Bounds in seconds; the goals of docs/performance.md lie between the second and the sixth. */
const buckets = [0.005, 0.015, 0.04, 0.08, 0.15, 0.5, 1, 5, 30]

/** Starts to count. */
export function openMetrics(store: Store, gates: Gates): Metrics {
  const registry = new Registry()
  const registers = [registry]
  collectDefaultMetrics({ register: registry })
  const durations = new Histogram({
    name: 'auscult_http_request_duration_seconds',
    help: 'Time from the head of a request to the end of its answer',
    labelNames: ['method', 'route', 'status'],
    buckets,
    registers,
  })
  const inFlight = new Gauge({ name: 'auscult_http_requests_in_flight', help: 'Requests not yet answered', registers })
  workGauge(registers, gates)
  connectionsGauge(registers, store)
  jobsGauge(registers, store)
  return {
    began: () => inFlight.inc(),
    ended: ({ method, routeOptions }, { raw, statusCode, elapsedTime }) => {
      inFlight.dec()
      const status = raw.writableFinished ? statusCode : 'aborted'
      durations.observe({ method, route: routeOptions.url ?? 'none', status }, elapsedTime / 1000)
    },
    contentType: registry.contentType,
    write: async () => registry.metrics(),
  }
}

type Labels = Readonly<Record<string, string>>

function workGauge(registers: Registry[], gates: Gates): void {
  const help = 'Pieces of work by kind: at work, and waiting for room'
  gauge({ name: 'auscult_work', help, labelNames: ['kind', 'state'], registers }, (set) => {
    for (const [kind, gate] of Object.entries(gates)) {
      set({ kind, state: 'running' }, gate.inside())
      set({ kind, state: 'waiting' }, gate.waiting())
    }
  })
}

function connectionsGauge(registers: Registry[], { ownerPool, appPool }: Store): void {
  const help = 'Connections by role, and work that waits for one'
  gauge({ name: 'auscult_database_connections', help, labelNames: ['role', 'state'], registers }, (set) => {
    for (const [role, pool] of [['owner', ownerPool] as const, ['app', appPool] as const]) {
      set({ role, state: 'busy' }, pool.totalCount - pool.idleCount)
      set({ role, state: 'idle' }, pool.idleCount)
      set({ role, state: 'awaited' }, pool.waitingCount)
    }
  })
}

/** A gauge that is read when somebody asks. */
function gauge(told: GaugeConfiguration<string>, read: (set: (labels: Labels, value: number) => void) => void): void {
  const made: Gauge = new Gauge({ ...told, collect: () => read((labels, value) => made.set(labels, value)) })
}

const jobStates: readonly JobState[] = ['waiting', 'running', 'done', 'failed', 'cancelled']
const patienceMs = 2_000

/** Left out while the database does not say: no number is better than an old one. */
function jobsGauge(registers: Registry[], store: Store): void {
  const made: Gauge = new Gauge({
    name: 'auscult_jobs',
    help: 'Jobs of all organisations by state; those that ended are kept for 30 days',
    labelNames: ['state'],
    registers,
    collect: async () => {
      made.reset()
      const counted = await withinOr(patienceMs, countJobs(store), undefined).catch(() => undefined)
      if (counted === undefined) return
      for (const state of jobStates) made.set({ state }, counted.find((each) => each.state === state)?.jobs ?? 0)
    },
  })
}
