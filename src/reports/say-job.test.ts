import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Job, JobId } from '../model/index.ts'
import { sayJob } from './say-job.ts'

const job: Job = {
  jobId: '0f8fad5b-d9cb-469f-a165-70867728950e' as JobId,
  kind: 'feedPull',
  about: 'kev',
  priority: 'person',
  state: 'running',
  attempts: 1,
  mostAttempts: 5,
  createdAt: '2025-01-01T00:00:00Z',
  revision: 7,
}

const lines: readonly (readonly [more: Partial<Job>, en: string, fr: string])[] = [
  [{}, 'fetch the feed kev: running', 'récupérer la source kev : en cours'],
  [{ kind: 'rematch', state: 'done' }, 'match what changed kev: done', 'rapprocher ce qui a changé kev : terminé'],
  [
    { state: 'waiting', problem: { code: 'network', detail: 'away' } },
    'fetch the feed kev: will be tried again',
    'récupérer la source kev : sera retenté',
  ],
]

for (const [more, en, fr] of lines) {
  test(`a job says "${en}"`, () => {
    assert.equal(sayJob({ ...job, ...more }, 'en'), en)
    assert.equal(sayJob({ ...job, ...more }, 'fr'), fr)
  })
}

test('a file name that would act on a terminal or hide is shown, not run', () => {
  assert.equal(sayJob({ ...job, kind: 'sbomAdd', about: '\u001b[2Jx' }, 'en'), 'add the SBOM <U+001B>[2Jx: running')
})
