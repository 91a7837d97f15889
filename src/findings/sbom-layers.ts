import { keyOfCpe, layerOfKey, parseCpe } from '../model/index.ts'
import type { Component, Sbom } from '../model/index.ts'

/**
 * Which layers an SBOM describes: an operating system or a firmware that is listed, by its type or by its CPE. What a container holds is not
 * the system of the device: it has no kernel of its own.
 */
export function layersOf({ components, root }: Pick<Sbom, 'components' | 'root'>): {
  readonly describesOperatingSystem: boolean
  readonly describesFirmware: boolean
} {
  const containers = components.filter(({ type }) => type === 'container').map(({ ref }) => ref)
  const contained = withParts(containers, components)
  const isContainer = root !== undefined && containers.includes(root)
  const layers = isContainer
    ? []
    : components.filter(({ deployed, ref }) => deployed && !contained.has(ref)).map(layerOf)
  return {
    describesOperatingSystem: layers.includes('operatingSystem'),
    describesFirmware: layers.includes('firmware'),
  }
}

/** These refs and all below them. A set grows while it is walked, and takes each once, so cycles end. */
function withParts(refs: readonly string[], components: readonly Component[]): ReadonlySet<string> {
  const partsOf = Map.groupBy(components, ({ parent }) => parent)
  const taken = new Set(refs)
  for (const ref of taken) for (const part of partsOf.get(ref) ?? []) taken.add(part.ref)
  return taken
}

function layerOf(component: Component): 'operatingSystem' | 'firmware' | undefined {
  if (component.type === 'operating-system') return 'operatingSystem'
  if (component.type === 'firmware') return 'firmware'
  for (const text of component.cpes) {
    const cpe = beginsSystem.test(text) ? parseCpe(text) : undefined
    if (cpe?.part.is !== 'value' || cpe.part.text !== 'o') continue
    return cpe.product.is === 'value' && cpe.product.text.endsWith('firmware') ? 'firmware' : 'operatingSystem'
  }
  return undefined
}

/** Whether an SBOM lists a piece of hardware by its CPE, or something made from one: only then its silence on another one means anything. */
export function describesHardware(components: readonly Component[]): boolean {
  return components.some(
    ({ deployed, cpes, ancestors = [] }) =>
      deployed && [cpes, ...ancestors.map((ancestor) => ancestor.cpes)].some((texts) => texts.some(isHardware)),
  )
}

/** How a CPE of an operating system or firmware begins, and how one of hardware does: few do, so few need be read. */
const beginsSystem = /^\s*cpe:(?:2\.3:|\/)o/i
const beginsHardware = /^\s*cpe:(?:2\.3:|\/)h/i

function isHardware(text: string): boolean {
  const cpe = beginsHardware.test(text) ? parseCpe(text) : undefined
  const key = cpe === undefined ? undefined : keyOfCpe(cpe)
  return key !== undefined && layerOfKey(key) === 'hardware'
}
