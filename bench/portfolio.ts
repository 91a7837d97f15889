import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { indexComponent } from '../src/findings/index.ts'
import { loadFeed, rematch } from '../src/flows/index.ts'
import type { Component } from '../src/model/index.ts'
import { addComponents, inKnowledge } from '../src/store/index.ts'
import type { Store } from '../src/store/index.ts'

/** Components of a portfolio, flaws of its feed. */
const COMPONENTS = 300_000
const RANGED_PRODUCTS = 20_000
const MAKERS = 3_000
/** This maker has so many of all components: what a takeover of a large maker touches. */
const GIANT = 'giant'
const OF_GIANT = 3_000
const AT_ONCE = 5_000

/**
 * Fills a store with 300,000 made-up components, two in five with a CPE and the others by name, and with the ranges of 20,000 products, of which
 * some are of each maker; all matched.
 */
export async function fillPortfolio(store: Store, folder: string): Promise<void> {
  const path = join(folder, 'portfolio.ndjson')
  await writeFile(
    path,
    Array.from({ length: RANGED_PRODUCTS }, (_, place) => JSON.stringify(recordAt(place))).join('\n'),
  )
  await loadFeed(store, { path, feed: 'nvd' })
  for (let from = 0; from < COMPONENTS; from += AT_ONCE) {
    const batch = Array.from({ length: AT_ONCE }, (_, place) => indexComponent(componentAt(from + place)))
    await inKnowledge(store, async (trx) => addComponents(trx, batch))
  }
  await rematch(store, 'all')
}

/** The maker of a component, of which a later maker's flaws are told. */
export function makerAt(place: number): string {
  return `maker${place % MAKERS}`
}

/** A product of the maker at the same place: each has twenty, in several versions. */
export function productAt(place: number): string {
  return place < OF_GIANT ? `${GIANT}part${place}` : `${makerAt(place)}part${Math.floor(place / MAKERS) % 20}`
}

function componentAt(place: number): Component {
  const maker = place < OF_GIANT ? GIANT : makerAt(place)
  const product = productAt(place)
  const version = `${1 + (place % 7)}.${place % 10}`
  const hasCpe = place < OF_GIANT || place % 5 < 2
  return {
    ref: `#${place}`,
    type: 'library',
    name: hasCpe ? product : `${maker} ${product}`,
    version,
    supplier: maker,
    purls: [],
    cpes: hasCpe ? [`cpe:2.3:a:${maker}:${product}:${version}:*:*:*:*:*:*:*`] : [],
    swids: [],
    hashes: [],
    sourcePackages: [],
    licences: [],
    deployed: true,
  }
}

/** Flaws of products that the successor of each maker, and of the giant, goes on to sell. */
function recordAt(place: number): object {
  const ofGiant = place < OF_GIANT
  const vendor = ofGiant ? `new${GIANT}` : `new${makerAt(place)}`
  const product = productAt(place)
  const criteria = `cpe:2.3:a:${vendor}:${product}:*:*:*:*:*:*:*:*`
  const cpeMatch = [{ vulnerable: true, criteria, versionEndExcluding: '5' }]
  return {
    id: `CVE-2020-${10_000 + place}`,
    published: '2020-01-01T00:00:00.000',
    lastModified: '2020-01-02T00:00:00.000',
    vulnStatus: 'Analyzed',
    descriptions: [{ lang: 'en', value: 'made up' }],
    metrics: {},
    references: [],
    configurations: [{ nodes: [{ operator: 'OR', negate: false, cpeMatch }] }],
  }
}
