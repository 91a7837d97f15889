import { singleVersionRange, stackedCategories, versionAndRange, versionRangeRules } from './branches.ts'
import type { Check } from './check.ts'
import { extensionShape } from './extensions.ts'
import { affectedForFixed } from './fixed-products.ts'
import { licenceExpression, licenceText } from './licence.ts'
import { categoryName, idForEveryProduct, newProfileDemands } from './profiles.ts'
import { purlQualifiers } from './purls.ts'
import { cvss4Score, cvss4Shape, cvssOrWords } from './scores.ts'
import { firstRevision } from './revisions.ts'
import { ssvcDecisionPoints, ssvcShape, ssvcTargets } from './ssvc.ts'
import { dateTimes, epssTimestamp, exploitationDate, ssvcTimestamp } from './timestamps.ts'

/** The mandatory tests of CSAF 2.1 that neither reading nor the library makes, or not as the standard does now. */
export const checksOf21: readonly Check[] = [
  cvss4Shape,
  cvss4Score,
  firstRevision,
  categoryName,
  ...newProfileDemands,
  idForEveryProduct,
  affectedForFixed,
  dateTimes,
  purlQualifiers,
  ssvcShape,
  ssvcTargets,
  ssvcDecisionPoints,
  ssvcTimestamp,
  versionRangeRules,
  epssTimestamp,
  exploitationDate,
  licenceExpression,
  licenceText,
  cvssOrWords,
  stackedCategories,
  versionAndRange,
  singleVersionRange,
  extensionShape,
]

/** As much as 2.0 needs beside its schema and the library. */
export const checksOf20: readonly Check[] = [categoryName]
