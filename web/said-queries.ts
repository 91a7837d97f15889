import { queryOptions } from '@tanstack/react-query'
import type {
  Advisory,
  AdvisoryOfDevice,
  DeviceOfAdvisory,
  DiffComponent,
  DiffFlaw,
  Page,
  Provider,
  RejectedDocument,
  SbomDepth,
  SbomDiff,
  SbomQuality,
  SbomSummary,
  Statement,
  Triage,
  TriageToConfirm,
} from '../src/server/contract.ts'
import { read } from './api.ts'
import type { Asker } from './asker.ts'
import { pages, readAll } from './queries.ts'

/** How much of a list is fetched at once. */
const rows = { statements: 20, advisories: 20, devices: 50, triage: 200, sboms: 100, diff: 50 } as const

/** What makers, coordinators and suppliers state of a flaw, by any of its names. */
export function statementsOnFlawQuery(vulnerability: string, asker: Asker) {
  return pages<Statement>('/statements', { ...asker, vulnerability, limit: rows.statements })
}

/** All that is stated, the newest first: of something here, of nothing here yet, or either. */
export function statementsQuery(show: 'here' | 'nothing' | undefined, asker: Asker) {
  const matched = show === undefined ? undefined : String(show === 'here')
  return pages<Statement>('/statements', { ...asker, matched, limit: rows.statements })
}

/** What is stated of a model version by name. */
export function statementsOfModelQuery(modelVersionId: number, asker: Asker) {
  return pages<Statement>(`/models/${modelVersionId}/statements`, { ...asker, limit: rows.statements })
}

/** What the hospital itself decided: of a flaw, or what holds for a device. */
export function triageQuery(of: { readonly vulnerability: string } | { readonly deviceId: string }, asker: Asker) {
  return queryOptions({
    queryKey: ['triage', of, asker],
    queryFn: ({ signal }) => readAll<Triage>('/triage', { ...asker, ...of, limit: rows.triage }, signal),
  })
}

/** Decisions on other versions that may hold for this one. */
export function toConfirmQuery(modelVersionId: number, asker: Asker) {
  const query = { ...asker, modelVersionId, limit: rows.triage }
  return queryOptions({
    queryKey: ['toConfirm', modelVersionId, asker],
    queryFn: ({ signal }) => readAll<TriageToConfirm>('/triage/to-confirm', query, signal),
  })
}

/** Advisories in which a text stands: an id, words of a title, or the name of a flaw. */
export function advisoriesQuery(q: string | undefined, asker: Asker) {
  return pages<Advisory>('/advisories', { ...asker, q, limit: rows.advisories })
}

/** Whose advisories are fetched. */
export function providersQuery() {
  return queryOptions({
    queryKey: ['providers'],
    queryFn: ({ signal }) => read<Page<Provider>>('/providers', {}, signal),
  })
}

/** Documents of providers that were not taken, as many as fit on a page. */
export function rejectedQuery() {
  return queryOptions({
    queryKey: ['rejectedDocuments'],
    queryFn: ({ signal }) => read<Page<RejectedDocument>>('/rejected-documents', { limit: rows.triage }, signal),
  })
}

export function devicesOfAdvisoryQuery(key: string, asker: Asker) {
  return pages<DeviceOfAdvisory>(`/advisories/${encodeURIComponent(key)}/devices`, { ...asker, limit: rows.devices })
}

export function advisoriesOfDeviceQuery(deviceId: string, asker: Asker) {
  return pages<AdvisoryOfDevice>(`/devices/${encodeURIComponent(deviceId)}/advisories`, {
    ...asker,
    limit: rows.advisories,
  })
}

export function depthQuery(sbomId: number, asker: Asker) {
  return queryOptions({
    queryKey: ['depth', sbomId, asker],
    queryFn: ({ signal }) => read<SbomDepth>(`/sboms/${sbomId}/depth`, { ...asker }, signal),
  })
}

export function qualityQuery(sbomId: number, asker: Asker) {
  return queryOptions({
    queryKey: ['quality', sbomId, asker],
    queryFn: ({ signal }) => read<SbomQuality>(`/sboms/${sbomId}/quality`, { ...asker }, signal),
  })
}

/** All SBOMs that describe a model version or did once, the newest first. */
export function sbomsOfModelQuery(modelVersionId: number, asker: Asker) {
  const query = { ...asker, modelVersionId, all: 'true', limit: rows.sboms }
  return queryOptions({
    queryKey: ['sboms', modelVersionId, asker],
    queryFn: async ({ signal }) => (await read<Page<SbomSummary>>('/sboms', query, signal)).items,
  })
}

/** Two nomenclatures, each the number of an SBOM or `model:` and that of a model version. */
export interface Sides {
  readonly from: string
  readonly to: string
}

export function diffQuery(sides: Sides, asker: Asker) {
  return queryOptions({
    queryKey: ['diff', sides, asker],
    queryFn: ({ signal }) => read<SbomDiff>('/diff', { ...asker, ...sides }, signal),
  })
}

export function diffFlawsQuery(sides: Sides, asker: Asker) {
  return pages<DiffFlaw>('/diff/flaws', { ...asker, ...sides, limit: rows.diff })
}

export function diffComponentsQuery(sides: Sides, asker: Asker) {
  return pages<DiffComponent>('/diff/components', { ...asker, ...sides, limit: rows.diff })
}
