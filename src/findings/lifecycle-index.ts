import { isDistributionKey, keyOfCpe, keysOfPurl, packageKey, parseCpe, parsePurl } from '../model/index.ts'
import type { PackageKey, ProductLifecycle } from '../model/index.ts'
import { linesOfWindows } from './windows-cycles.ts'

/** What is known of the support of products, by what components are looked up under. */
export interface LifecycleIndex {
  /** Products by the keys of their identifiers; of Windows by those of its releases. */
  readonly byKey: ReadonlyMap<PackageKey, readonly ProductLifecycle[]>
  /** By their names at endoflife.date. */
  readonly byProduct: ReadonlyMap<string, ProductLifecycle>
}

/** Distributions by their names in keys, with their names at endoflife.date. CentOS and its Stream share their numbers. */
const productsOfDistribution: Readonly<Record<string, readonly string[]>> = {
  debian: ['debian'],
  ubuntu: ['ubuntu'],
  alpine: ['alpine-linux'],
  rhel: ['rhel'],
  centos: ['centos', 'centos-stream'],
  rocky: ['rocky-linux'],
  almalinux: ['almalinux'],
  ol: ['oracle-linux'],
  fedora: ['fedora'],
  amzn: ['amazon-linux'],
  sles: ['sles'],
  'opensuse-leap': ['opensuse'],
  photon: ['vmware-photon'],
  mageia: ['mageia'],
}

/** Puts what is known of products under the keys that components have. */
export function indexLifecycles(lifecycles: readonly ProductLifecycle[]): LifecycleIndex {
  const byProduct = new Map(lifecycles.map((each) => [each.product, each]))
  const byKey = new Map<PackageKey, ProductLifecycle[]>()
  const add = (key: PackageKey, lifecycle: ProductLifecycle): void => {
    const others = byKey.get(key)
    if (others === undefined) byKey.set(key, [lifecycle])
    else if (!others.includes(lifecycle)) others.push(lifecycle)
  }
  for (const lifecycle of lifecycles) for (const key of keysOf(lifecycle)) add(key, lifecycle)
  for (const [name, { product }] of linesOfWindows) {
    const lifecycle = byProduct.get(product)
    if (lifecycle !== undefined) add(packageKey('cpe', 'o', 'microsoft', name), lifecycle)
  }
  return { byKey, byProduct }
}

/** Packages of distributions are supported as long as their release, whatever the software in them. */
function keysOf({ purls, cpes }: ProductLifecycle): PackageKey[] {
  const ofPurls = purls.flatMap((text) => parsePurl(text) ?? []).flatMap((purl) => keysOfPurl(purl))
  const ofCpes = cpes.flatMap((text) => parseCpe(text) ?? []).flatMap((cpe) => keyOfCpe(cpe) ?? [])
  return [...ofPurls, ...ofCpes].filter((key) => !isDistributionKey(key))
}

/** A release of a distribution, `debian:12`, with what is known of the distribution; `number` is absent where the release is not told. */
export function lifecyclesOfRelease(
  release: string,
  { byProduct }: LifecycleIndex,
): { readonly lifecycles: readonly ProductLifecycle[]; readonly number?: string } {
  const [id = '', number] = release.split(':')
  const products = Object.hasOwn(productsOfDistribution, id) ? (productsOfDistribution[id] ?? []) : []
  const lifecycles = products.flatMap((product) => byProduct.get(product) ?? [])
  if (number === undefined) return { lifecycles }
  return { lifecycles, number: id === 'amzn' && number === '1' ? '2018.03' : number }
}
