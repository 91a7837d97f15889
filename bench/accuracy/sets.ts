import type { AccuracySet } from './accuracy-set.ts'
import { debianLabels, languageLabels } from './labels.ts'
import { identityEvidence } from './identity-evidence.ts'
import { log4jAffected } from './log4j.ts'
import { industrialProducts, medicalProducts } from './makers-products.ts'
import { nvdBounds } from './nvd-bounds.ts'
import { osvBounds } from './osv-bounds.ts'

/** Every set, in the order of the table. */
export const sets: readonly AccuracySet[] = [
  languageLabels,
  debianLabels,
  nvdBounds,
  osvBounds,
  log4jAffected,
  medicalProducts,
  industrialProducts,
  identityEvidence,
]
