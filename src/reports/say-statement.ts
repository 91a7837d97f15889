import type { Justification, StatementRole, StatementStatus } from '../model/index.ts'
import type { Language } from './exporter.ts'

interface StatementWords {
  readonly statuses: Readonly<Record<StatementStatus, string>>
  readonly roles: Readonly<Record<StatementRole, string>>
  readonly justifications: Readonly<Record<Justification, string>>
  readonly nobody: string
  /** Of which versions it is said, where that is not exactly the one asked about. */
  readonly ofVersions: (versions: string) => string
  readonly clearsNothing: string
  readonly waits: (version: string) => string
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
    ofVersions: (versions) => (versions === '' ? 'said of no version' : `said of the versions “${versions}”`),
    clearsNothing: 'only a statement on exactly this version clears it',
    waits: (version) => `decided of version ${version}, and counts here only once somebody confirms it`,
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
    ofVersions: (versions) => (versions === '' ? 'dit d’aucune version' : `dit des versions « ${versions} »`),
    clearsNothing: 'seule une déclaration sur cette version exacte l’écarterait',
    waits: (version) => `décidé pour la version ${version}, ne compte ici qu’une fois confirmé`,
  },
}

/** What is said of a flaw, as far as one line tells it. */
export interface ShortStatement {
  readonly status: StatementStatus
  readonly justification?: Justification
  readonly author: string
  readonly role: StatementRole
  /** It speaks of several versions, in these words. */
  readonly reach?: 'inside' | 'possible'
  readonly versions?: string
  /** Decided of another version, and not yet confirmed for this one. */
  readonly toConfirm?: { readonly version?: string }
}

/** `not affected (the vulnerable code is not in it) — Acme, maker`: plain text; the author is of foreign origin. */
export function sayStatement(statement: ShortStatement, language: Language): string {
  const { status, justification, author, role, reach, versions = '', toConfirm } = statement
  const { statuses, roles, justifications, nobody, ofVersions, clearsNothing, waits } = words[language]
  const waiting = toConfirm === undefined ? '' : `, ${waits(toConfirm.version ?? '?')}`
  const isGood = status === 'notAffected' || status === 'fixed'
  const of = reach === undefined ? '' : `, ${[ofVersions(versions), ...(isGood ? [clearsNothing] : [])].join('; ')}`
  const why = justification === undefined ? '' : ` (${justifications[justification]})`
  return `${statuses[status]}${why} — ${author === '' ? nobody : author}, ${roles[role]}${of}${waiting}`
}
