import type { Language } from './exporter.ts'

type Verdict = 'affected' | 'possible' | 'underInvestigation' | 'unknown' | 'fixed' | 'notAffected' | 'outside'
type State = 'notRemediated' | 'inProgress' | 'done'

const words = {
  en: {
    verdicts: {
      affected: 'affected',
      possible: 'may be affected: a person has to look',
      underInvestigation: 'the publisher is still investigating',
      unknown: 'the publisher does not know',
      fixed: 'repaired in this version',
      notAffected: 'not affected, says the publisher',
      outside: 'this version is not among those named',
    },
    states: { notRemediated: 'to be done', inProgress: 'in progress', done: 'done' },
  },
  fr: {
    verdicts: {
      affected: 'affecté',
      possible: 'peut-être affecté : à vérifier par une personne',
      underInvestigation: 'l’éditeur enquête encore',
      unknown: 'l’éditeur ne sait pas',
      fixed: 'corrigé dans cette version',
      notAffected: 'non affecté, dit l’éditeur',
      outside: 'cette version n’est pas parmi celles qui sont nommées',
    },
    states: { notRemediated: 'à faire', inProgress: 'en cours', done: 'fait' },
  },
} as const satisfies Record<Language, { verdicts: Record<Verdict, string>; states: Record<State, string> }>

/** What an advisory says of a device, in words. */
export function sayAdvisoryVerdict(verdict: Verdict, language: Language): string {
  return words[language].verdicts[verdict]
}

/** Where the work stands, in words. */
export function sayWorkState(state: State, language: Language): string {
  return words[language].states[state]
}
