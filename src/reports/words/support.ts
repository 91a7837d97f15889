import type { SupportDoubt, SupportStanding } from '../../model/index.ts'
import type { Language } from '../exporter.ts'

/** The words of how far a part is supported. */
export interface SupportWords {
  readonly standings: Readonly<Record<SupportStanding, string>>
  readonly doubts: Readonly<Record<SupportDoubt, string>>
  /** In place of a line's ends. */
  readonly ends: {
    readonly until: (day: string) => string
    readonly paidUntil: (day: string) => string
    readonly improvedUntil: (day: string) => string
  }
  readonly stated: string
}

export const supportWords: Readonly<Record<Language, SupportWords>> = {
  en: {
    standings: {
      endOfLife: 'end of life: flaws are not repaired any more',
      paidOnly: 'end of life: flaws are repaired only for those who pay or by a long-term programme',
      unknown: 'support cannot be told',
      endOfSupport: 'end of support: not improved any more, flaws are still repaired',
      supported: 'supported',
    },
    doubts: {
      versionUnknown: 'its version is not known',
      noSuchCycle: 'its version is in no line of releases that the source knows',
      severalCycles: 'it may be of several editions or lines, of which some are supported and some are not',
      endNotTold: 'the source does not tell the end of its line',
      ancestorOnly: 'it was made from what is not supported any more; ask its maker',
    },
    ends: {
      until: (day) => `repaired until ${day}`,
      paidUntil: (day) => `beyond that until ${day}`,
      improvedUntil: (day) => `improved until ${day}`,
    },
    stated: 'stated in the SBOM',
  },
  fr: {
    standings: {
      endOfLife: 'fin de vie : les failles ne sont plus corrigées',
      paidOnly: 'fin de vie : failles corrigées seulement contre paiement ou par un programme à long terme',
      unknown: 'support indéterminé',
      endOfSupport: 'fin de support actif : plus d’évolution, failles encore corrigées',
      supported: 'pris en charge',
    },
    doubts: {
      versionUnknown: 'sa version n’est pas connue',
      noSuchCycle: 'sa version n’est d’aucune branche que la source connaît',
      severalCycles: 'il peut être de plusieurs éditions ou branches, les unes prises en charge, les autres non',
      endNotTold: 'la source ne dit pas la fin de sa branche',
      ancestorOnly: 'il provient d’un produit qui n’est plus pris en charge ; demandez à son fabricant',
    },
    ends: {
      until: (day) => `corrigé jusqu’au ${day}`,
      paidUntil: (day) => `au-delà jusqu’au ${day}`,
      improvedUntil: (day) => `évolutions jusqu’au ${day}`,
    },
    stated: 'déclaré dans le SBOM',
  },
}
