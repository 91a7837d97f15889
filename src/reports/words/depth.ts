import type { Aggregate } from '../../model/index.ts'
import type { Language } from '../exporter.ts'

/** Every word on how deep an SBOM goes, in one language. */
export interface DepthWords {
  readonly locale: string
  readonly components: (deployed: string, notDeployed: string) => string
  readonly levels: (nested: string) => string
  readonly reachable: (reachable: string, all: string, steps: string) => string
  readonly noRoot: string
  readonly says: (shares: {
    readonly identified: string
    readonly versioned: string
    readonly supplied: string
    readonly licensed: string
    readonly digested: string
  }) => string
  readonly whole: (said: string) => string
  readonly wholeNotSaid: string
  readonly aggregates: Readonly<Record<Aggregate, string>>
  readonly assemblies: string
  readonly dependencies: string
}

const en: DepthWords = {
  locale: 'en-GB',
  components: (deployed, notDeployed) => `${deployed} components on the device, ${notDeployed} that are not.`,
  levels: (nested) => `Assemblies are nested ${nested} deep.`,
  reachable: (reachable, all, steps) =>
    `${reachable} of ${all} are held or needed by what the SBOM describes, the farthest ${steps} steps away.`,
  noRoot: 'The SBOM names no one thing that it describes, so nothing can be told of what hangs together.',
  says: ({ identified, versioned, supplied, licensed, digested }) =>
    `With an identifier ${identified}, a version ${versioned}, a supplier ${supplied}, a licence ${licensed}, a digest ${digested}.`,
  whole: (said) => `Of the whole device it says: ${said}.`,
  wholeNotSaid: 'It does not say whether it lists the whole device.',
  aggregates: { complete: 'complete', incomplete: 'incomplete', unknown: 'not known', notSpecified: 'not specified' },
  assemblies: 'Assemblies said to be',
  dependencies: 'Dependencies said to be',
}

const fr: DepthWords = {
  locale: 'fr-FR',
  components: (deployed, notDeployed) => `${deployed} composants sur l’appareil, ${notDeployed} qui n’y sont pas.`,
  levels: (nested) => `Les assemblages sont imbriqués sur ${nested} niveaux.`,
  reachable: (reachable, all, steps) =>
    `${reachable} sur ${all} sont contenus ou requis par ce que le SBOM décrit, le plus lointain à ${steps} pas.`,
  noRoot: 'Le SBOM ne nomme pas une seule chose qu’il décrit : on ne peut dire ce qui tient ensemble.',
  says: ({ identified, versioned, supplied, licensed, digested }) =>
    `Avec un identifiant ${identified}, une version ${versioned}, un fournisseur ${supplied}, une licence ${licensed}, une empreinte ${digested}.`,
  whole: (said) => `De l’appareil entier il dit : ${said}.`,
  wholeNotSaid: 'Il ne dit pas s’il liste l’appareil entier.',
  aggregates: { complete: 'complet', incomplete: 'incomplet', unknown: 'non connu', notSpecified: 'non précisé' },
  assemblies: 'Assemblages dits',
  dependencies: 'Dépendances dites',
}

export const depthWords: Readonly<Record<Language, DepthWords>> = { en, fr }
