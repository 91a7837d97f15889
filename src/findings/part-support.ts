import { isDistributionKey, parseCpe, parsePurl, releaseOfSystem } from '../model/index.ts'
import type { Component, Doubt, PackageKey, PartSupport, ProductLifecycle } from '../model/index.ts'
import { ownVersion } from './component-version.ts'
import { lifecyclesOfRelease } from './lifecycle-index.ts'
import type { LifecycleIndex } from './lifecycle-index.ts'
import { cyclesOfVersion } from './release-cycles.ts'
import type { CycleOf, CyclesFound } from './release-cycles.ts'
import { isEnded, supportOfCycles, supportStated, supportUnknown } from './support.ts'
import { cyclesOfWindows, linesOfWindows } from './windows-cycles.ts'

/** A part of an SBOM with the keys it is looked up under. */
export interface KeyedPart {
  readonly component: Pick<Component, 'type' | 'name' | 'version' | 'purls' | 'cpes' | 'endOfSupport'>
  readonly keys: readonly { readonly key: PackageKey; readonly doubt: Doubt | null }[]
}

/** What is known of the support of products, and the day (ISO 8601) that is asked about. */
export interface SupportAsked {
  readonly index: LifecycleIndex
  readonly day: string
}

/** What the sources say of a part, and which of it counts: what its SBOM states goes before endoflife.date. */
export interface Supports {
  readonly deciding: PartSupport
  readonly others: readonly PartSupport[]
}

/** How far a part is supported. Undefined where no source says anything of it. */
export function supportOfPart(part: KeyedPart, asked: SupportAsked): Supports | undefined {
  const stated = supportStated(part.component.endOfSupport, asked.day)
  const known = knownSupport(part, asked)
  const [deciding, ...others] = [stated, known].filter((each) => each !== undefined)
  return deciding === undefined ? undefined : { deciding, others }
}

/** How far the packages of a release of a distribution (`debian:12`) are supported. Undefined where that distribution is not followed. */
export function supportOfRelease(release: string, { index, day }: SupportAsked): PartSupport | undefined {
  const { lifecycles, number } = lifecyclesOfRelease(release, index)
  if (lifecycles.length === 0) return undefined
  return settled(
    lifecycles.map((lifecycle) => ({ lifecycle, found: cyclesOfVersion(lifecycle, number) })),
    day,
  )
}

function knownSupport({ component, keys }: KeyedPart, asked: SupportAsked): PartSupport | undefined {
  const packaged = keys.find(({ key, doubt }) => isDistributionKey(key) && doubt !== 'ancestorOnly')
  const release = packaged?.key.split('/')[1] ?? releaseNamed(component)
  if (release !== undefined) {
    const support = supportOfRelease(release, asked)
    if (support !== undefined || packaged !== undefined) return support
  }
  const sure = keys.filter(({ doubt }) => doubt === null || doubt === 'otherFeedOnly' || doubt === 'versionUnknown')
  const known = supportByKeys(component, sure, asked)
  if (known !== undefined) return known
  const made = keys.filter(({ doubt }) => doubt === 'ancestorOnly')
  const ofOrigin = supportByKeys(component, made, asked)
  if (ofOrigin === undefined || !isEnded(ofOrigin.standing)) return undefined
  return { ...ofOrigin, standing: 'unknown', doubt: 'ancestorOnly' }
}

function releaseNamed({ type, name, version }: KeyedPart['component']): string | undefined {
  return type === 'operating-system' ? releaseOfSystem(name, version) : undefined
}

function supportByKeys(
  component: KeyedPart['component'],
  keys: KeyedPart['keys'],
  { index: { byKey }, day }: SupportAsked,
): PartSupport | undefined {
  const met = keys.flatMap(({ key, doubt }) => (byKey.get(key) ?? []).map((lifecycle) => ({ key, doubt, lifecycle })))
  if (met.length === 0) return undefined
  const isDisputed = met.some(({ doubt }) => doubt === 'versionUnknown')
  const versions = isDisputed ? everyVersionOf(component) : [versionOf(component)]
  const name = [component.name, ...component.cpes].join(' ')
  return settled(
    met.map(({ key, lifecycle }) => ({
      lifecycle,
      found: ofWindows(key, lifecycle, name) ?? cyclesOfAll(lifecycle, versions),
    })),
    day,
  )
}

function ofWindows(key: PackageKey, lifecycle: ProductLifecycle, name: string): CyclesFound | undefined {
  const lines = linesOfWindows.get(key.slice(key.lastIndexOf('/') + 1))
  if (!key.startsWith('cpe/o/microsoft/') || lines === undefined) return undefined
  const cycles = cyclesOfWindows(lifecycle, lines, name)
  return cycles.length === 0 ? { are: 'none', because: 'noSuchCycle' } : { are: 'found', cycles, isWhole: true }
}

/** Where a component states several versions, they must be of the same lines. */
function cyclesOfAll(lifecycle: ProductLifecycle, versions: readonly (string | undefined)[]): CyclesFound {
  const [first = { are: 'none', because: 'versionUnknown' }, ...others] = versions.map((version) =>
    cyclesOfVersion(lifecycle, version),
  )
  const lines = linesIn(first)
  return others.every((other) => linesIn(other) === lines) ? first : { are: 'none', because: 'versionUnknown' }
}

function linesIn(found: CyclesFound): string {
  return found.are === 'none' ? '' : found.cycles.map(({ cycle }) => cycle.cycle).join('\n')
}

function everyVersionOf({ version, purls, cpes }: KeyedPart['component']): (string | undefined)[] {
  const ofPurls = purls.flatMap((text) => parsePurl(text)?.version ?? [])
  const ofCpes = cpes.flatMap((text) => {
    const cpe = parseCpe(text)
    return cpe?.version.is === 'value' ? [cpe.version.text] : []
  })
  return [...new Set([...(version === undefined ? [] : [version]), ...ofPurls, ...ofCpes])]
}

function versionOf({ version, purls, cpes, ...rest }: KeyedPart['component']): string | undefined {
  const named = {
    ...rest,
    ref: '',
    purls,
    cpes,
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
  }
  const component: Component = version === undefined ? named : { ...named, version }
  return ownVersion(
    component,
    purls.flatMap((text) => parsePurl(text) ?? []),
    cpes.flatMap((text) => parseCpe(text) ?? []),
  ).version
}

interface Met {
  readonly lifecycle: ProductLifecycle
  readonly found: CyclesFound
}

/** Several keys of one product name it with more or less detail: the fewest lines count. Several products count all. */
function settled(met: readonly Met[], day: string): PartSupport {
  const byProduct = Map.groupBy(met, ({ lifecycle }) => lifecycle)
  const nearest = [...byProduct.values()].flatMap((some) => {
    const found = some.flatMap(({ found: each }) => (each.are === 'found' ? [each] : []))
    return found.toSorted((a, b) => a.cycles.length - b.cycles.length).slice(0, 1)
  })
  const cycles: CycleOf[] = nearest.flatMap((each) => each.cycles)
  if (cycles.length > 0)
    return supportOfCycles(
      cycles,
      day,
      nearest.every(({ isWhole }) => isWhole),
    )
  const [first] = met
  const because = met.flatMap(({ found }) => (found.are === 'none' ? [found.because] : []))[0] ?? 'noSuchCycle'
  const { product, title } = first?.lifecycle ?? {}
  return {
    ...supportUnknown([], because),
    ...(product === undefined ? {} : { product }),
    ...(title === undefined ? {} : { title }),
  }
}
