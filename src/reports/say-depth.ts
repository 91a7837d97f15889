import type { Aggregate, SbomDepth } from '../model/index.ts'
import type { Language } from './exporter.ts'
import { depthWords } from './words/depth.ts'

/** How deep an SBOM goes, in sentences. */
export function sayDepth(depth: SbomDepth, language: Language): string[] {
  const words = depthWords[language]
  const numbers = new Intl.NumberFormat(words.locale)
  const n = (count: number): string => numbers.format(count)
  const { components, reachable, dependencyLevels, whole } = depth
  const statements = (heading: string, counts: Readonly<Record<Aggregate, number>>): string[] => {
    const said = (Object.keys(counts) as Aggregate[]).filter((aggregate) => counts[aggregate] > 0)
    return said.length === 0
      ? []
      : [`${heading} ${said.map((aggregate) => `${words.aggregates[aggregate]} ${n(counts[aggregate])}`).join(', ')}.`]
  }
  return [
    words.components(n(components), n(depth.notDeployed)),
    words.levels(n(depth.nestedLevels)),
    reachable === undefined || dependencyLevels === undefined
      ? words.noRoot
      : words.reachable(n(reachable), n(components), n(dependencyLevels)),
    words.says({
      identified: n(depth.identified),
      versioned: n(depth.versioned),
      supplied: n(depth.supplied),
      licensed: n(depth.licensed),
      digested: n(depth.digested),
    }),
    whole === undefined ? words.wholeNotSaid : words.whole(words.aggregates[whole]),
    ...statements(words.assemblies, depth.assemblies),
    ...statements(words.dependencies, depth.dependencies),
  ]
}
