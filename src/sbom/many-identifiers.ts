import type { Component, Sbom } from '../model/index.ts'
import type { Reading } from './fields.ts'

const kinds = ['purls', 'cpes', 'sourcePackages'] as const
const words = { purls: 'package URLs', cpes: 'CPEs', sourcePackages: 'source packages' } as const

/** The document with no more identifiers of a component than the limits allow. What is cut could have been met by a flaw, so it is a gap. */
export function withoutTooMany(reading: Reading, sbom: Sbom): Sbom {
  const { limits } = reading
  const hasTooMany = (component: Component): boolean => kinds.some((kind) => component[kind].length > limits[kind])
  if (!sbom.components.some(hasTooMany)) return sbom
  const components = sbom.components.map((each) => (hasTooMany(each) ? cut(reading, each) : each))
  return { ...sbom, components, problems: reading.problems.list() }
}

function cut({ limits, problems }: Reading, component: Component): Component {
  for (const kind of kinds) {
    if (component[kind].length <= limits[kind]) continue
    const what = `component "${component.name.slice(0, 100)}" has ${component[kind].length} ${words[kind]}`
    problems.gap(
      `component ${component.ref.slice(0, 100)}`,
      `${what}; it is looked up by the first ${limits[kind]} alone, ask the maker which it has`,
    )
  }
  const [purls, cpes, sourcePackages] = kinds.map((kind) => component[kind].slice(0, limits[kind]))
  return { ...component, purls: purls ?? [], cpes: cpes ?? [], sourcePackages: sourcePackages ?? [] }
}
