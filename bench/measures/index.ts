import type { Measure } from '../measure.ts'
import { oneAlias } from './alias.ts'
import { askByHttp, servingMemory } from './ask-http.ts'
import { changedAdvisory } from './changed-advisory.ts'
import { coldStart } from './cold-start.ts'
import { conditions } from './conditions.ts'
import { csafLoad } from './csaf.ts'
import { cveListLoad } from './cve-list.ts'
import { nvdLoad, osvLoad } from './feeds.ts'
import { fusing } from './fuse.ts'
import { listening } from './listen.ts'
import { partitionOfHospital, partitionOfNation } from './partition.ts'
import { fullRematch } from './rematch.ts'
import { sbomDiff } from './sbom-diff.ts'
import { largeSbom, newSbom, uploads } from './sboms.ts'
import { rangeQuestion, wordSearch } from './search.ts'

/** Every measure, in the order of the goals. */
export const measures: readonly Measure[] = [
  partitionOfNation,
  partitionOfHospital,
  askByHttp,
  conditions,
  wordSearch,
  rangeQuestion,
  fullRematch,
  changedAdvisory,
  oneAlias,
  newSbom,
  nvdLoad,
  osvLoad,
  cveListLoad,
  csafLoad,
  uploads,
  largeSbom,
  sbomDiff,
  listening,
  fusing,
  coldStart,
  servingMemory,
]
