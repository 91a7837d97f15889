import { isKernel, layerOfKey, nameOfKey } from '../model/index.ts'
import type { PackageKey } from '../model/index.ts'

/** Layers an SBOM must describe before its silence on a flaw means anything. */
export interface FlawLayers {
  readonly operatingSystem: boolean
  readonly firmware: boolean
}

/**
 * Which layer a flaw is in, from the packages its sources name. The NVD lists beside a flawed application the distributions and
 * products that carry it, and beside a flawed kernel the appliances built on it, so:
 * - a kernel or general operating system among them (Linux, Windows, VxWorks …): the flaw is in an operating system;
 * - otherwise the greater part decides: applications, or operating systems and firmware (with hardware). Equal parts: the latter,
 *   since to ask too much of an SBOM gives "unknown", and to ask too little could give "not affected".
 * Distributions count only when nothing else is named. Packages of several releases count once.
 */
export function layersOfFlaw(keys: readonly PackageKey[]): FlawLayers {
  const named = new Map(keys.map((key) => [`${layerOfKey(key)} ${nameOfKey(key)}`, key]))
  const layers = [...named.values()].map(layerOfKey)
  if (keys.some(isKernel)) return { operatingSystem: true, firmware: false }
  const count = (layer: string): number => layers.filter((each) => each === layer).length
  const [applications, systems, firmware] = [
    count('application'),
    count('operatingSystem'),
    count('firmware') + count('hardware'),
  ]
  if (applications > systems + firmware) return { operatingSystem: false, firmware: false }
  const onlyDistributions = systems + firmware + applications === 0 && count('distribution') > 0
  return { operatingSystem: systems > 0 || onlyDistributions, firmware: firmware > 0 }
}
