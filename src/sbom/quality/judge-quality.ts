import type {
  ChecklistId,
  CheckOutcome,
  Component,
  ComponentQuality,
  QualityLine,
  Sbom,
  SbomQuality,
} from '../../model/index.ts'
import type { Checked, Checklist, ComponentLine, DocumentLine, Standing } from './checklist.ts'
import { bsi } from './checklists/bsi.ts'
import { cisa } from './checklists/cisa.ts'
import { fda } from './checklists/fda.ts'
import { ntia } from './checklists/ntia.ts'

/** Every checklist that an SBOM is held beside. */
export const qualityChecklists = [ntia, cisa, bsi, fda] as const satisfies readonly Checklist[]

/** Holds an SBOM beside checklists, line by line: how many components fulfil each. Components that are not on the device are not asked. */
export function judgeQuality(sbom: Sbom, against: readonly ChecklistId[]): SbomQuality {
  const checked = toChecked(sbom)
  const components = sbom.components.filter(({ deployed }) => deployed)
  return {
    components: components.length,
    checklists: chosen(against).map(({ id, edition, source, document, component }) => ({
      id,
      edition,
      source,
      lines: [
        ...document.map((line) => toLine('document', line, [line.standing(checked)])),
        ...component.map((line) =>
          toLine(
            'component',
            line,
            components.map((one) => line.standing(one, checked)),
          ),
        ),
      ],
    })),
  }
}

/** The components of which checklists miss something, in the order of the document. */
export function missesOf(sbom: Sbom, against: readonly ChecklistId[]): ComponentQuality[] {
  const checked = toChecked(sbom)
  const lists = chosen(against)
  return sbom.components.flatMap((one, ordinal) => {
    const misses = one.deployed ? lists.flatMap((list) => missesIn(list, one, checked)) : []
    if (misses.length === 0) return []
    const { ref, name, version } = one
    return [{ ordinal, ref, name, ...(version === undefined ? {} : { version }), misses }]
  })
}

function chosen(against: readonly ChecklistId[]): readonly Checklist[] {
  return qualityChecklists.filter(({ id }) => against.includes(id))
}

function missesIn({ id, component }: Checklist, one: Component, checked: Checked): ComponentQuality['misses'] {
  return component.flatMap(({ check, demand, standing }) => {
    const outcome = toOutcome(demand, standing(one, checked))
    return outcome === 'warn' || outcome === 'fail' ? [{ check, outcome, against: id }] : []
  })
}

function toLine(
  about: QualityLine['about'],
  { check, demand, clause }: DocumentLine | ComponentLine,
  standings: readonly Standing[],
): QualityLine {
  const counts = { pass: 0, warn: 0, fail: 0, notApplicable: 0 }
  for (const standing of standings) counts[toOutcome(demand, standing)] += 1
  return { check, about, demand, clause, counts }
}

/** To say openly that something is not known is never as bad as leaving it out. */
function toOutcome(demand: QualityLine['demand'], standing: Standing): CheckOutcome {
  switch (standing) {
    case 'told':
      return 'pass'
    case 'notAsked':
      return 'notApplicable'
    case 'openlyUnknown':
      return 'warn'
    case 'missing':
      return demand === 'must' ? 'fail' : 'warn'
  }
}

function toChecked(sbom: Sbom): Checked {
  const related = new Set<string>()
  if (sbom.root !== undefined) related.add(sbom.root)
  for (const { from, to } of sbom.relations) related.add(from).add(to)
  for (const { ref, parent } of sbom.components) if (parent !== undefined) related.add(ref).add(parent)
  for (const { assembly } of sbom.completeness) if (assembly !== undefined) related.add(assembly)
  return { sbom, related }
}
