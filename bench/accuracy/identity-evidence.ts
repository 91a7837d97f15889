import { compareWithFingerprints, compareWithPurls } from '../../test/identity-evidence.ts'
import type { AccuracySet } from './accuracy-set.ts'

/** Names that others put together by hand: evidence, not truth, so nothing is right or wrong; it is told how they differ. */
export const identityEvidence: AccuracySet = {
  id: 'identity-evidence',
  what: 'pairs of CPE and purl, and of written names and CPEs, that others put together: how many go by one name here, and how the others differ',
  goal: { recall: 1, unexplainedAlarms: 0 },
  judge: async () => {
    const [{ all, byType }, { makers, products }] = [await compareWithPurls(), await compareWithFingerprints()]
    const types = [...byType].map(([type, tally]) => tally.say(`purls of ${type}`))
    const remarks = [
      all.say('CPE products with any of their purls'),
      ...types,
      makers.say('makers of fingerprints'),
      products.say('products of fingerprints'),
    ]
    return { judged: [], remarks }
  },
}
