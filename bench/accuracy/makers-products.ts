import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCsaf, readProductVersion } from '../../src/csaf/index.ts'
import type { Product } from '../../src/csaf/index.ts'
import { sharedSet } from '../../test/shared-data.ts'
import type { AccuracySet, Judged, SetResult } from './accuracy-set.ts'

/** Products of CISA's medical advisories. What they mean is checked by hand for a hundred of them in `src/csaf/icsma.test.ts`. */
export const medicalProducts: AccuracySet = {
  id: 'icsma-products',
  what: 'every product of the medical advisories of CISA is a range of versions, or unknown with its text',
  goal: { recall: 1, unexplainedAlarms: 0 },
  judge: async () => judgeProducts('icsma'),
}

/** The same of the industrial ones, whose shapes nobody looked at one by one. */
export const industrialProducts: AccuracySet = {
  id: 'icsa-products',
  what: 'the same for the industrial advisories of CISA',
  goal: { recall: 1, unexplainedAlarms: 0 },
  judge: async () => judgeProducts('icsa'),
}

async function judgeProducts(set: 'icsma' | 'icsa'): Promise<SetResult> {
  const folder = join(await sharedSet('csaf'), set)
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.json'))
  const judged: Judged[] = []
  const refused: string[] = []
  for (const name of names) {
    const reading = readCsaf(JSON.parse(readFileSync(join(folder, name), 'utf8')))
    if (reading.is !== 'csaf') {
      refused.push(name)
      continue
    }
    const { tracking, products } = reading.document
    const year = /\d\d(?=-\d{3}-)/.exec(tracking.id)?.[0]
    for (const product of products.values()) {
      judged.push(judgeProduct(product, { document: tracking.id, year: year === undefined ? '?' : `20${year}` }))
    }
  }
  return { judged, remarks: [`${names.length} documents, ${refused.length} not read ${refused.slice(0, 3).join(' ')}`] }
}

function judgeProduct(
  product: Product,
  { document, year }: { readonly document: string; readonly year: string },
): Judged {
  const { ranges, possible, because } = readProductVersion(product)
  const found = ranges.length > 0 ? 'affected' : possible.length > 0 && because !== undefined ? 'possible' : 'absent'
  const subject = `${product.name} (${product.id})`
  const why = because === undefined ? {} : { because }
  return { source: 'CISA products', year, subject, vulnerability: document, truth: 'affected', found, ...why }
}
