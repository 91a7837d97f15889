import { createHash } from 'node:crypto'
import { indexComponent } from '../../src/findings/index.ts'
import { formatCpe, formatPurl, keyOfCpe, keysOfPurl, toPurl } from '../../src/model/index.ts'
import type { Component, ComponentType, Cpe, Purl } from '../../src/model/index.ts'
import { addComponents, inKnowledge } from '../../src/store/index.ts'
import type { Store } from '../../src/store/index.ts'
import { seededRandom } from '../random.ts'
import type { Random } from '../random.ts'
import type { Product } from './products.ts'
import type { Progress } from './progress.ts'

/** The stored components: those of a product stand together, in the order of its versions. */
export interface StoredComponents {
  /** Store ids, by place. */
  readonly ids: Int32Array
  /** The place of the first component of each product; one more entry ends the last. */
  readonly firsts: Int32Array
}

const BATCH = 5_000
const WITH_HASH = 0.15

/** Makes exactly `count` distinct components of the products and stores them by the product's own code, keys and words and all. */
export async function storeComponents(
  store: Store,
  products: readonly Product[],
  count: number,
  progress: Progress,
): Promise<StoredComponents> {
  progress.step('components', count)
  const ids = new Int32Array(count)
  const firsts: number[] = []
  let batch: Component[] = []
  let stored = 0
  for (const { component, isFirst } of distinctComponents(products, count)) {
    if (isFirst) firsts.push(stored + batch.length)
    batch.push(component)
    if (batch.length < BATCH) continue
    ids.set(await storeBatch(store, batch), stored)
    stored += batch.length
    batch = []
    progress.done(stored)
  }
  ids.set(await storeBatch(store, batch), stored)
  stored += batch.length
  if (stored < count) throw new Error(`the products have ${stored} distinct versions, and ${count} are needed`)
  return { ids, firsts: Int32Array.from([...firsts, count]) }
}

async function storeBatch(store: Store, batch: readonly Component[]): Promise<number[]> {
  const indexed = batch.map(indexComponent)
  const ids = await inKnowledge(store, async (trx) => addComponents(trx, indexed))
  return indexed.map((each) => ids.get(each.identity) ?? 0)
}

function* distinctComponents(
  products: readonly Product[],
  count: number,
): Generator<{ readonly component: Component; readonly isFirst: boolean }> {
  const random = seededRandom('components')
  const seen = new Set<string>()
  for (const product of products) {
    let isFirst = true
    for (const version of product.versions) {
      const component = toComponent(random, product, version)
      const { name, purls, cpes, hashes, supplier } = component
      const facts = JSON.stringify([name, version, purls, cpes, hashes, supplier])
      if (seen.has(facts)) continue
      seen.add(facts)
      yield { component, isFirst }
      isFirst = false
      if (seen.size === count) return
    }
  }
}

function toComponent(random: Random, product: Product, version: string): Component {
  const { supplier, ...identifiers } = identify(random, product, version)
  const hex = random() < WITH_HASH ? digest(`${product.key ?? product.name}@${version}`) : undefined
  return {
    ref: 'part',
    type: typeOf(product.key),
    name: product.name,
    version,
    ...(supplier === undefined ? {} : { supplier }),
    ...identifiers,
    swids: [],
    hashes: hex === undefined ? [] : [{ algorithm: 'sha256', hex }],
    sourcePackages: [],
    licences: [],
    deployed: true,
  }
}

function typeOf(key: string | undefined): ComponentType {
  if (key?.startsWith('cpe/o/') === true) return key.endsWith('_firmware') ? 'firmware' : 'operating-system'
  return key?.startsWith('cpe/h/') === true ? 'device' : 'library'
}

interface Identifiers {
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
  readonly supplier?: string
}

const nameAlone: Identifiers = { purls: [], cpes: [] }

/** What SBOM makers write: the CPE, a purl, both, or the name alone. */
function identify(random: Random, { key, name }: Product, version: string): Identifiers {
  const chance = random()
  if (key === undefined) {
    if (chance < 0.5) return { ...nameAlone, ...(chance < 0.25 ? { supplier: 'Own works' } : {}) }
    if (chance < 0.85) return { ...nameAlone, purls: [`pkg:${chance < 0.7 ? 'npm' : 'pypi'}/${name}@${version}`] }
    return { ...nameAlone, cpes: [toCpe('a', 'own_works', name, version) ?? ''] }
  }
  if (chance < 0.12) return nameAlone
  const [type = '', ...segments] = key
    .split('/')
    .map((segment) => decodeURIComponent(segment.replace(/%(?![0-9a-f]{2})/gi, '%25')))
  if (type !== 'cpe') {
    const purl = purlOf(key, type, segments, version)
    return purl === undefined ? nameAlone : { ...nameAlone, purls: [purl] }
  }
  const [part = '', vendor = '', productName = ''] = segments
  const cpe = toCpe(part, vendor, productName, version)
  if (cpe === undefined) return { ...nameAlone, supplier: vendor }
  const generic = toPurl({ type: 'generic', name: productName, version })
  const purls = chance < 0.3 && generic !== undefined ? [formatPurl(generic)] : []
  return { purls, cpes: [cpe], supplier: vendor }
}

/** The purl that the product's own code reads back to this very key; undefined where none does. */
function purlOf(key: string, type: string, segments: readonly string[], version: string): string | undefined {
  const name = segments.at(-1) ?? ''
  const [distribution = '', release] = (segments[0] ?? '').split(':')
  const isPackaged = ['deb', 'rpm', 'apk'].includes(type)
  const purl: Purl | undefined = isPackaged
    ? toPurl({
        type,
        namespace: distribution,
        name,
        version,
        ...(release === undefined ? {} : { qualifiers: [['distro', `${distribution}-${release}`]] as const }),
      })
    : toPurl({ type, namespace: segments.slice(0, -1).join('/'), name, version })
  return purl !== undefined && (keysOfPurl(purl) as string[]).includes(key) ? formatPurl(purl) : undefined
}

const any = { is: 'any' } as const

function toCpe(part: string, vendor: string, product: string, version: string): string | undefined {
  const value = (text: string) => ({ is: 'value', text }) as const
  const after = { update: any, edition: any, language: any, swEdition: any, targetSw: any, targetHw: any, other: any }
  const cpe: Cpe = {
    part: value(part),
    vendor: value(vendor),
    product: value(product),
    version: value(version),
    ...after,
  }
  return keyOfCpe(cpe) === undefined ? undefined : formatCpe(cpe)
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex')
}
