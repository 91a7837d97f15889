import type { ChecklistId, CheckOutcome, QualityCheck } from '../../model/index.ts'
import type { Language } from '../exporter.ts'

/** What is looked for, and what to ask the maker when it is missing. */
interface CheckWords {
  readonly name: string
  readonly ask: string
}

/** Every word of an SBOM beside checklists in one language. */
export interface QualityWords {
  readonly locale: string
  readonly checklists: Readonly<Record<ChecklistId, string>>
  readonly outcomes: Readonly<Record<CheckOutcome, string>>
  readonly demands: Readonly<Record<'must' | 'should', string>>
  readonly checks: Readonly<Record<QualityCheck, CheckWords>>
  readonly head: (components: string) => string
  /** How much of what is asked for is there. */
  readonly share: (passed: string, asked: string) => string
  readonly openly: (count: string) => string
  readonly missing: string
  readonly more: (count: string) => string
  readonly noGrade: string
}

const en: QualityWords = {
  locale: 'en-GB',
  checklists: { ntia: 'NTIA 2021', cisa: 'CISA 2025 (draft)', bsi: 'BSI TR-03183-2 v2.1', fda: 'FDA 524B' },
  outcomes: { pass: 'there', warn: 'to improve', fail: 'missing', notApplicable: 'not asked' },
  demands: { must: 'must', should: 'should' },
  checks: {
    author: { name: 'author of the SBOM', ask: 'Who made this SBOM?' },
    authorContact: {
      name: 'contact of the author',
      ask: 'At which e-mail address or URL can the author of the SBOM be reached?',
    },
    timestamp: { name: 'date of the SBOM', ask: 'When was this SBOM made?' },
    tool: { name: 'tool', ask: 'With which tool, in which version, was the SBOM made?' },
    context: {
      name: 'generation context',
      ask: 'Was the SBOM made from sources, during the build, or from the finished software?',
    },
    format: { name: 'format', ask: 'Can you send the SBOM in a format and version that the checklist names?' },
    subject: {
      name: 'what it describes',
      ask: 'Which product and version does the SBOM describe? Name it as its root.',
    },
    depth: { name: 'depth', ask: 'What do the components themselves contain and depend on?' },
    completeness: {
      name: 'completeness stated',
      ask: 'Is the list complete? Please state it, and where something is left out or not known.',
    },
    documentUri: {
      name: 'identifier of the SBOM',
      ask: 'Please give the SBOM a serial number or namespace of its own.',
    },
    noFlaws: {
      name: 'no vulnerabilities inside',
      ask: 'Please send what is known of vulnerabilities apart, as VEX or CSAF.',
    },
    name: { name: 'name', ask: 'What are the unnamed components?' },
    version: { name: 'version', ask: 'In which version is each of these components on the device?' },
    supplier: { name: 'supplier', ask: 'Who makes or supplies each of these components?' },
    supplierContact: {
      name: 'contact of the supplier',
      ask: 'At which e-mail address or URL can the maker of each of these components be reached?',
    },
    identifier: { name: 'identifier', ask: 'Which purl or CPE does each of these components have?' },
    relation: { name: 'relation', ask: 'What contains or needs each of these components?' },
    hash: { name: 'digest', ask: 'Which digest, by which algorithm, do the files of these components have?' },
    deployableHash: {
      name: 'SHA-512 of what is installed',
      ask: 'Which SHA-512 does the installed file of each component have?',
    },
    licence: { name: 'licence', ask: 'Under which licence is each of these components?' },
    licenceExpression: {
      name: 'licence as SPDX expression',
      ask: 'Please state these licences as SPDX identifiers or expressions.',
    },
    fileName: { name: 'file name', ask: 'As which file is each of these components delivered?' },
    shape: {
      name: 'executable, archive, structured',
      ask: 'Is each of these components executable, an archive, structured? State all three.',
    },
    sourceUri: { name: 'URI of the source', ask: 'Where is the source text of these components, if it is published?' },
    deployableUri: { name: 'URI of what is installed', ask: 'Where can these components be downloaded, if they can?' },
    supportLevel: {
      name: 'level of support',
      ask: 'How far is each of these components supported (maintained, no longer, abandoned)?',
    },
    endOfSupport: { name: 'end of support', ask: 'Until which date is each of these components supported?' },
  },
  head: (components) => `${components} components on the device were looked at.`,
  share: (passed, asked) => `${passed} of ${asked}`,
  openly: (count) => `${count} to improve`,
  missing: 'Components of which something is missing',
  more: (count) => `… and ${count} more: --all lists them`,
  noGrade:
    'There is no grade: each line counts by itself, a longer list is never worse than a short one, and what is openly said not to be known is never worse than silence.',
}

const fr: QualityWords = {
  locale: 'fr-FR',
  checklists: { ntia: 'NTIA 2021', cisa: 'CISA 2025 (projet)', bsi: 'BSI TR-03183-2 v2.1', fda: 'FDA 524B' },
  outcomes: { pass: 'présent', warn: 'à améliorer', fail: 'manquant', notApplicable: 'non demandé' },
  demands: { must: 'exigé', should: 'recommandé' },
  checks: {
    author: { name: 'auteur du SBOM', ask: 'Qui a établi ce SBOM ?' },
    authorContact: {
      name: "contact de l'auteur",
      ask: "À quelle adresse électronique ou URL peut-on joindre l'auteur du SBOM ?",
    },
    timestamp: { name: 'date du SBOM', ask: 'Quand ce SBOM a-t-il été établi ?' },
    tool: { name: 'outil', ask: 'Avec quel outil, et en quelle version, le SBOM a-t-il été établi ?' },
    context: {
      name: 'contexte de production',
      ask: 'Le SBOM a-t-il été établi depuis les sources, pendant la compilation ou depuis le logiciel fini ?',
    },
    format: { name: 'format', ask: 'Pouvez-vous envoyer le SBOM dans un format et une version que la liste nomme ?' },
    subject: {
      name: "ce qu'il décrit",
      ask: 'Quel produit et quelle version le SBOM décrit-il ? Nommez-le comme racine.',
    },
    depth: { name: 'profondeur', ask: 'Que contiennent les composants eux-mêmes et de quoi dépendent-ils ?' },
    completeness: {
      name: 'complétude déclarée',
      ask: 'La liste est-elle complète ? Merci de le déclarer, et de dire où quelque chose manque ou est inconnu.',
    },
    documentUri: {
      name: 'identifiant du SBOM',
      ask: 'Merci de donner au SBOM un numéro de série ou un espace de noms propre.',
    },
    noFlaws: {
      name: 'sans vulnérabilités',
      ask: "Merci d'envoyer à part, en VEX ou CSAF, ce que l'on sait des vulnérabilités.",
    },
    name: { name: 'nom', ask: 'Que sont les composants sans nom ?' },
    version: { name: 'version', ask: "En quelle version chacun de ces composants est-il sur l'appareil ?" },
    supplier: { name: 'fournisseur', ask: 'Qui fabrique ou fournit chacun de ces composants ?' },
    supplierContact: {
      name: 'contact du fournisseur',
      ask: 'À quelle adresse électronique ou URL peut-on joindre le fabricant de chacun de ces composants ?',
    },
    identifier: { name: 'identifiant', ask: 'Quel purl ou CPE chacun de ces composants a-t-il ?' },
    relation: { name: 'relation', ask: "Qu'est-ce qui contient ou requiert chacun de ces composants ?" },
    hash: { name: 'empreinte', ask: 'Quelle empreinte, par quel algorithme, les fichiers de ces composants ont-ils ?' },
    deployableHash: {
      name: 'SHA-512 de ce qui est installé',
      ask: 'Quel SHA-512 le fichier installé de chaque composant a-t-il ?',
    },
    licence: { name: 'licence', ask: 'Sous quelle licence chacun de ces composants est-il ?' },
    licenceExpression: {
      name: 'licence en expression SPDX',
      ask: "Merci d'indiquer ces licences en identifiants ou expressions SPDX.",
    },
    fileName: { name: 'nom de fichier', ask: 'Comme quel fichier chacun de ces composants est-il livré ?' },
    shape: {
      name: 'exécutable, archive, structuré',
      ask: 'Chacun de ces composants est-il exécutable, une archive, structuré ? Indiquez les trois.',
    },
    sourceUri: { name: 'URI des sources', ask: 'Où sont les sources de ces composants, si elles sont publiées ?' },
    deployableUri: {
      name: 'URI de ce qui est installé',
      ask: "Où peut-on télécharger ces composants, si c'est possible ?",
    },
    supportLevel: {
      name: 'niveau de support',
      ask: 'Dans quelle mesure chacun de ces composants est-il maintenu (maintenu, plus maintenu, abandonné) ?',
    },
    endOfSupport: { name: 'fin de support', ask: "Jusqu'à quelle date chacun de ces composants est-il maintenu ?" },
  },
  head: (components) => `${components} composants de l'appareil ont été examinés.`,
  share: (passed, asked) => `${passed} sur ${asked}`,
  openly: (count) => `${count} à améliorer`,
  missing: 'Composants auxquels il manque quelque chose',
  more: (count) => `… et ${count} autres : --all les liste`,
  noGrade:
    "Il n'y a pas de note : chaque ligne compte pour elle-même, une liste longue n'est jamais pire qu'une courte, et ce qui est ouvertement déclaré inconnu n'est jamais pire que le silence.",
}

export const qualityWords: Readonly<Record<Language, QualityWords>> = { en, fr }
