import type { Aggregate, Completeness, Component, Sbom, SbomDepth } from '../model/index.ts'

/** The least that is said of one thing, the most careful first. */
const carefulFirst: readonly Aggregate[] = ['incomplete', 'unknown', 'notSpecified', 'complete']

/** How deep an SBOM goes, and how much it says of its parts. Pure; circles end where they began. */
export function depthOf(sbom: Sbom): SbomDepth {
  const deployed = sbom.components.filter((component) => component.deployed)
  const count = (says: (component: Component) => boolean): number => deployed.filter(says).length
  const distances = sbom.root === undefined ? undefined : distancesFrom(sbom.root, sbom)
  const whole = wholeOf(sbom)
  return {
    components: deployed.length,
    notDeployed: sbom.components.length - deployed.length,
    nestedLevels: nestedLevelsOf(sbom.components),
    ...(distances === undefined
      ? {}
      : {
          dependencyLevels: [...distances.values()].reduce((most, level) => Math.max(most, level), 0),
          reachable: count(({ ref }) => distances.has(ref)),
        }),
    identified: count(({ purls, cpes, swids }) => purls.length + cpes.length + swids.length > 0),
    versioned: count(({ version }) => version !== undefined),
    supplied: count(({ supplier, manufacturer }) => (supplier ?? manufacturer) !== undefined),
    licensed: count(({ licences }) => licences.length > 0),
    digested: count(({ hashes }) => hashes.length > 0),
    ...(whole === undefined ? {} : { whole }),
    assemblies: countStatements(sbom.completeness),
    dependencies: countStatements(sbom.dependencyCompleteness ?? []),
  }
}

/** Each component once, after what holds it: a chain is walked up to what is known already. */
function nestedLevelsOf(components: readonly Component[]): number {
  const parents = new Map(components.map(({ ref, parent }) => [ref, parent]))
  const levels = new Map<string, number>()
  let deepest = 0
  for (const { ref } of components) {
    const line: string[] = []
    const seen = new Set<string>()
    let at: string | undefined = ref
    while (at !== undefined && parents.has(at) && !levels.has(at) && !seen.has(at)) {
      seen.add(at)
      line.push(at)
      at = parents.get(at)
    }
    let level = at === undefined ? 0 : (levels.get(at) ?? 0)
    for (const each of line.reverse()) {
      level += 1
      levels.set(each, level)
    }
    deepest = Math.max(deepest, level)
  }
  return deepest
}

/** How many steps each component is from the root, by what holds or needs it. */
function distancesFrom(root: string, { components, relations }: Sbom): ReadonlyMap<string, number> {
  const next = new Map<string, string[]>()
  const link = (from: string, to: string): void => {
    const known = next.get(from)
    if (known === undefined) next.set(from, [to])
    else known.push(to)
  }
  for (const { from, to, kind } of relations) if (kind !== 'other') link(from, to)
  for (const { ref, parent } of components) if (parent !== undefined) link(parent, ref)
  const distances = new Map([[root, 0]])
  for (const [at, distance] of distances)
    for (const to of next.get(at) ?? []) if (!distances.has(to)) distances.set(to, distance + 1)
  return distances
}

function wholeOf({ completeness, root }: Sbom): Aggregate | undefined {
  const said = completeness.filter(({ assembly }) => assembly === undefined || assembly === root)
  return carefulFirst.find((aggregate) => said.some((one) => one.aggregate === aggregate))
}

function countStatements(statements: readonly Completeness[]): Record<Aggregate, number> {
  const counts = { complete: 0, incomplete: 0, unknown: 0, notSpecified: 0 }
  for (const { aggregate } of statements) counts[aggregate] += 1
  return counts
}
