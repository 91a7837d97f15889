import { hash } from 'node:crypto'
import { packageKey, parseCpe, parsePurl, toCurrentType } from '../model/index.ts'
import type { Component, ComponentKey, IndexedComponent, PackageKey } from '../model/index.ts'
import { orderIn, ownVersion } from './component-version.ts'
import { keysOfCpes, namedKeys, ordersForNames, scopesOf } from './component-keys.ts'
import { wordsOf } from './component-words.ts'
import { keysOfPurls } from './purl-keys.ts'
import { keysOfSystem } from './system-keys.ts'
import { keysOfWindows } from './windows-keys.ts'

/** Derives what a component is matched and searched by: identity, own version order, every key, words. Pure; never throws. */
export function indexComponent(component: Component): IndexedComponent {
  const purls = component.purls.flatMap((text) => parsePurl(text) ?? []).map(toCurrentType)
  const cpes = component.cpes.map(parseCpe).filter((cpe) => cpe !== undefined)
  const scopes = scopesOf(component, purls, cpes)
  const { scheme, version } = ownVersion(component, purls, cpes)
  const nameOrders = ordersForNames(component, purls, cpes)
  const orders = nameOrders.filter((order) => order.scheme === 'natural' || order.scheme === scheme)
  const keys = [
    ...keysOfPurls(component, purls, scopes),
    ...keysOfCpes(component, cpes, scopes),
    ...keysOfWindows(component, cpes),
    ...keysOfSystem(component),
    ...namedKeys(component, { purls, cpes, scopes, orders }),
  ]
  return {
    component,
    identity: identityOf(component),
    ...orderIn(scheme, version),
    keys: withoutRepeats(keys),
    nameOrders,
    words: wordsOf(component, purls, cpes),
  }
}

/** The device model itself as a component, so that advisories on the device reach it: those that name it for sure, those that name its family in doubt. */
export function indexModelVersion(
  maker: string,
  model: string,
  version: string | undefined,
  key: PackageKey | undefined,
): IndexedComponent {
  const component: Component = {
    ref: 'model',
    type: 'device',
    name: model,
    supplier: maker,
    ...(version === undefined ? {} : { version }),
    purls: [],
    cpes: [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
  }
  const order = orderIn('natural', version)
  const own: ComponentKey[] = key === undefined ? [] : [{ key, ...order, tier: 4, guard: [] }]
  const families = familyKeys(key).map((family): ComponentKey => ({
    key: family,
    ...order,
    tier: 5,
    doubt: 'nameOnly',
    guard: [],
  }))
  return {
    component,
    identity: identityOf(component, 'model version'),
    ...order,
    keys: [...own, ...families],
    nameOrders: [],
    words: [],
  }
}

/** What a model may belong to by how its name begins: `device/ge-healthcare/vivid` for a Vivid E95. An advisory that names the family may mean it. */
function familyKeys(key: PackageKey | undefined): readonly PackageKey[] {
  const [, maker, model] = (key ?? '').split('/')
  if (maker === undefined || model === undefined) return []
  const words = model.split('-')
  return [1, 2]
    .filter((count) => count < words.length)
    .map((count) => words.slice(0, count).join('-'))
    .filter((family) => /[a-z]{3}/.test(family))
    .map((family) => packageKey('device', maker, family))
}

/**
 * SHA-256, in hex, over every fact by which components are told apart. Order of identifiers does not count. A model version is another thing than
 * the part of an SBOM that reads the same: it answers to other keys.
 */
export function identityOf(component: Component, ...kind: readonly 'model version'[]): string {
  const facts = [
    ...kind,
    component.type,
    component.group ?? '',
    component.name,
    component.version ?? '',
    component.supplier ?? '',
    sorted(component.purls),
    sorted(component.cpes),
    sorted(component.swids),
    sorted(component.hashes.map(({ algorithm, hex }) => `${algorithm}:${hex}`)),
    sorted(component.sourcePackages),
    component.sourceVersion ?? '',
    component.versionRange ?? '',
    (component.ancestors ?? []).map((ancestor) => [
      ancestor.name,
      ancestor.version ?? '',
      ancestor.purls,
      ancestor.cpes,
    ]),
  ]
  return hash('sha256', JSON.stringify(facts), 'hex')
}

/** Most lists hold one text or none. */
function sorted(texts: readonly string[]): readonly string[] {
  return texts.length < 2 ? texts : [...texts].sort()
}

function withoutRepeats(keys: readonly ComponentKey[]): ComponentKey[] {
  const seen = new Map<string, ComponentKey[]>()
  return keys.filter((key) => {
    const version = key.versionKey === undefined ? '' : Buffer.from(key.versionKey).toString('latin1')
    const id = `${key.key}\0${key.scheme}\0${key.shape}\0${version}\0${key.doubt ?? ''}\0${key.guardEffect ?? ''}`
    const alike = seen.get(id)
    if (alike === undefined) seen.set(id, [key])
    else if (alike.some((other) => JSON.stringify(other.cpe) === JSON.stringify(key.cpe))) return false
    else alike.push(key)
    return true
  })
}
