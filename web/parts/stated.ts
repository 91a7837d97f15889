import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import type { Statement, Triage, Verdict, Why } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { statementsOfModelQuery, statementsOnFlawQuery, triageQuery } from '../said-queries.ts'
import { visibleName } from '../visible.ts'
import type { Words } from '../words/en.ts'

/** What is stated of a flaw, as far as it was read. */
export function useStatedOnFlaw(vulnerability: string) {
  const query = useInfiniteQuery(statementsOnFlawQuery(vulnerability, useAsker()))
  return { query, statements: query.data?.pages.flatMap(({ items }) => items) }
}

/** What is stated of a model version by name, as far as it was read. */
export function useStatedOfModel(modelVersionId: number) {
  const query = useInfiniteQuery(statementsOfModelQuery(modelVersionId, useAsker()))
  return { query, statements: query.data?.pages.flatMap(({ items }) => items) }
}

/** What the hospital itself decided. */
export function useTriage(of: Parameters<typeof triageQuery>[0]) {
  return useQuery(triageQuery(of, useAsker()))
}

/** The class whose colour a status has; words say the rest. */
export const verdictOfStatus = {
  affected: 'affected',
  underInvestigation: 'unknown',
  fixed: 'notAffected',
  notAffected: 'notAffected',
} as const satisfies Record<Statement['status'], Verdict>

/** The formats in which what holds for a model version is had, by their names. */
export const vexFormats = [
  ['csaf', 'CSAF'],
  ['cyclonedx', 'CycloneDX'],
  ['openvex', 'OpenVEX'],
] as const

/** What statements contradict each other on: one flaw in one thing, of which several states are told. */
export function conflictsIn(statements: readonly Statement[]): readonly string[] {
  const told = new Map<string, Set<Statement['status']>>()
  for (const statement of statements) {
    for (const subject of subjectsOf(statement)) {
      const statuses = told.get(subject) ?? new Set()
      told.set(subject, statuses.add(statement.status))
    }
  }
  return [...told].flatMap(([subject, statuses]) => (statuses.size > 1 ? [subject] : []))
}

function subjectsOf(statement: Statement): readonly string[] {
  const { models, product, component, vulnerability } = statement
  const names = models.length === 0 ? [product.name] : models.map(nameOfModelVersion)
  return names.map((name) =>
    [vulnerability, name, component === undefined ? undefined : visibleName(component.name)]
      .filter((part) => part !== undefined)
      .join(' · '),
  )
}

/** `Acme Pump 4.2`. */
export function nameOfModelVersion({
  maker,
  model,
  version,
}: {
  readonly maker?: string
  readonly model?: string
  readonly version?: string
}): string {
  return [maker, model, version].filter((part) => part !== undefined).join(' ')
}

/** Of what somebody speaks: the model versions here, else the product in the words of the document. */
export function subjectOf({ models, product, component }: Statement, { said, devices }: Words): string {
  const names = models.map(
    (model) =>
      `${nameOfModelVersion(model)} (${[devices(model.devices), ...(model.isInDoubt === true ? [said.inDoubt] : [])].join(', ')})`,
  )
  const whole = names.length === 0 ? product.name : names.join(', ')
  return component === undefined ? whole : said.partOf(visibleName(component.name), whole)
}

/** Where somebody speaks of nothing here: that it is so, and what could have been meant. */
export function nothingHere({ models, components, nearest }: Statement, { said }: Words): string | undefined {
  if (models.length > 0 || components > 0) return undefined
  return nearest.length === 0 ? said.nothingHere : said.perhaps(nearest.map(nameOfModelVersion).join(', '))
}

/** What its author says beside the status. */
export function textsOf({ impact, action, remediation, compensatingControl, note }: Statement): readonly string[] {
  const texts = [impact, action, remediation, compensatingControl, note]
  return [...new Set(texts.filter((text) => text !== undefined && text !== ''))] as readonly string[]
}

/** The same of the evidence of a verdict. */
export function toldBy({ text, action, compensatingControl }: NonNullable<Why['statement']>): readonly string[] {
  return [text, action, compensatingControl].filter((each) => each !== undefined && each !== '') as readonly string[]
}

/** Of what the hospital decided: a model version, or one device of it. */
export function subjectOfTriage({ serial, deviceId, ...model }: Triage, { said }: Words): string {
  const name = nameOfModelVersion(model)
  return deviceId === undefined ? name : said.oneDevice(name, serial ?? '')
}
