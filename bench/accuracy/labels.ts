import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parsePurl } from '../../src/model/index.ts'
import { sharedSet } from '../../test/shared-data.ts'
import type { AccuracySet, Ground, Judged, SetResult } from './accuracy-set.ts'
import { foundOf, scanParts, yearOf } from './scan-parts.ts'

/** Packages of languages' registries: 606 pairs that people decided. */
export const languageLabels: AccuracySet = {
  id: 'language',
  what: 'labels of language packages, by purl, against all of NVD and OSV',
  goal: { recall: 1, unexplainedAlarms: 0 },
  judge: async (ground) => judgeLabels(ground, 'language.tsv'),
}

/** Debian source packages: 60 pairs, some without a record for their release. */
export const debianLabels: AccuracySet = {
  id: 'debian',
  what: 'labels of Debian source packages, by purl, against all of NVD and OSV',
  goal: { recall: 1, unexplainedAlarms: 0 },
  judge: async (ground) => judgeLabels(ground, 'debian.tsv'),
}

async function judgeLabels(ground: Ground, file: string): Promise<SetResult> {
  const text = await readFile(join(await sharedSet('labels'), file), 'utf8')
  const pairs = text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split('\t'))
  const purls = [...new Set(pairs.map(([purl = '']) => purl))]
  const store = await ground.allKnowledge()
  const parts = purls.map((purl) => ({ purl, version: parsePurl(purl)?.version ?? '' }))
  const found = await scanParts(store, parts)
  const judged = pairs.map(([purl = '', vulnerability = '', label]): Judged => {
    const finding = found[purls.indexOf(purl)]?.get(vulnerability)
    return {
      source: parsePurl(purl)?.type ?? '?',
      year: yearOf(vulnerability, finding?.vulnerability ?? '', ...(finding?.aliases ?? [])),
      subject: purl,
      vulnerability,
      truth: label === 'TP' ? 'affected' : 'notAffected',
      ...foundOf(finding),
    }
  })
  return { judged, remarks: [] }
}
