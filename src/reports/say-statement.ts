import type { Justification, StatementRole, StatementStatus } from '../model/index.ts'
import type { Language } from './exporter.ts'

interface StatementWords {
  readonly statuses: Readonly<Record<StatementStatus, string>>
  readonly roles: Readonly<Record<StatementRole, string>>
  readonly justifications: Readonly<Record<Justification, string>>
  readonly nobody: string
}

const words: Readonly<Record<Language, StatementWords>> = {
  en: {
    statuses: {
      affected: 'affected',
      underInvestigation: 'under investigation',
      fixed: 'fixed',
      notAffected: 'not affected',
    },
    roles: { maker: 'maker', coordinator: 'coordinator', supplier: 'component supplier', hospital: 'hospital' },
    justifications: {
      componentNotPresent: 'the component is not in it',
      vulnerableCodeNotPresent: 'the vulnerable code is not in it',
      vulnerableCodeNotInExecutePath: 'the vulnerable code is never run',
      vulnerableCodeCannotBeControlledByAdversary: 'an attacker cannot control the vulnerable code',
      inlineMitigationsAlreadyExist: 'protections inside the product prevent it',
    },
    nobody: 'nobody named',
  },
  fr: {
    statuses: {
      affected: 'affecté',
      underInvestigation: 'en cours d’analyse',
      fixed: 'corrigé',
      notAffected: 'non affecté',
    },
    roles: {
      maker: 'fabricant',
      coordinator: 'coordinateur',
      supplier: 'fournisseur de composant',
      hospital: 'hôpital',
    },
    justifications: {
      componentNotPresent: 'le composant n’y est pas',
      vulnerableCodeNotPresent: 'le code vulnérable n’y est pas',
      vulnerableCodeNotInExecutePath: 'le code vulnérable n’est jamais exécuté',
      vulnerableCodeCannotBeControlledByAdversary: 'un attaquant ne peut pas contrôler le code vulnérable',
      inlineMitigationsAlreadyExist: 'des protections internes au produit l’empêchent',
    },
    nobody: 'auteur non nommé',
  },
}

/** What is said of a flaw, as far as one line tells it. */
export interface ShortStatement {
  readonly status: StatementStatus
  readonly justification?: Justification
  readonly author: string
  readonly role: StatementRole
}

/** `not affected (the vulnerable code is not in it) — Acme, maker`: plain text; the author is of foreign origin. */
export function sayStatement({ status, justification, author, role }: ShortStatement, language: Language): string {
  const { statuses, roles, justifications, nobody } = words[language]
  const why = justification === undefined ? '' : ` (${justifications[justification]})`
  return `${statuses[status]}${why} — ${author === '' ? nobody : author}, ${roles[role]}`
}
