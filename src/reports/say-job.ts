import { visible } from '../model/index.ts'
import type { Job, JobKind, JobState } from '../model/index.ts'
import type { Language } from './exporter.ts'
import { wordsOf } from './words/of.ts'

interface JobWords {
  readonly kinds: Readonly<Record<JobKind, string>>
  readonly states: Readonly<Record<JobState, string>>
  /** A try failed, and another follows. */
  readonly again: string
}

const words: Readonly<Record<Language, JobWords>> = {
  en: {
    kinds: {
      feedPull: 'fetch the feed',
      feedImport: 'load an uploaded feed',
      rematch: 'match what changed',
      rematchAll: 'match everything again',
      assetsImport: 'import the equipment list',
      sbomAdd: 'add the SBOM',
      observationsFuse: 'put together what was seen',
      captureListen: 'listen to the capture',
    },
    states: { waiting: 'waiting', running: 'running', done: 'done', failed: 'failed', cancelled: 'cancelled' },
    again: 'will be tried again',
  },
  fr: {
    kinds: {
      feedPull: 'récupérer la source',
      feedImport: 'charger une source déposée',
      rematch: 'rapprocher ce qui a changé',
      rematchAll: 'tout rapprocher à nouveau',
      assetsImport: 'importer la liste d’équipements',
      sbomAdd: 'ajouter la nomenclature',
      observationsFuse: 'rassembler ce qui a été vu',
      captureListen: 'écouter la capture',
    },
    states: { waiting: 'en attente', running: 'en cours', done: 'terminé', failed: 'échoué', cancelled: 'annulé' },
    again: 'sera retenté',
  },
}

/** What a job is and how it stands, in one line: `fetch the feed kev: done`. */
export function sayJob({ kind, about, state, problem }: Job, language: Language): string {
  const { kinds, states, again } = words[language]
  const what = [kinds[kind], ...(about === undefined ? [] : [visible(about)])].join(' ')
  const how = state === 'waiting' && problem !== undefined ? again : states[state]
  return `${what}${wordsOf(language).colon}${how}`
}
