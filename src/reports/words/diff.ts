import type { ComparedField, FlawChange, FlawTurn } from '../../model/index.ts'
import type { Language } from '../exporter.ts'

/** Every word of a comparison of two nomenclatures in one language. */
export interface DiffWords {
  readonly locale: string
  readonly sbom: (id: number, name: string, format: string, day: string) => string
  readonly components: (counts: {
    readonly unchanged: string
    readonly added: string
    readonly removed: string
    readonly changed: string
  }) => string
  readonly flaws: (counts: Readonly<Record<FlawTurn, string>>) => string
  readonly turns: Readonly<Record<FlawTurn, string>>
  readonly states: Readonly<Record<FlawChange['was'] | FlawChange['is'], string>>
  readonly added: string
  readonly removed: string
  readonly changed: string
  readonly fields: Readonly<Record<ComparedField, string>>
  readonly exploited: string
  readonly noVersion: string
  readonly notDeployed: string
  readonly nothing: string
  readonly more: (count: string) => string
}

const en: DiffWords = {
  locale: 'en-GB',
  sbom: (id, name, format, day) => `SBOM ${id} ${name} (${format}, added ${day})`,
  components: ({ unchanged, added, removed, changed }) =>
    `Components: ${added} added, ${removed} removed, ${changed} changed, ${unchanged} unchanged.`,
  flaws: ({ newlyAffected, newlyUnknown, noLongerTold, fixed }) =>
    `Flaws: ${newlyAffected} newly affected, ${newlyUnknown} newly in doubt, ${noLongerTold} no longer told, ${fixed} fixed.`,
  turns: {
    newlyAffected: 'Newly affected',
    newlyUnknown: 'Newly in doubt',
    noLongerTold: 'No longer told: was affected or in doubt, and the newer SBOM does not settle it',
    fixed: 'Fixed',
  },
  states: {
    affected: 'affected',
    unknown: 'cannot tell',
    none: 'not named',
    notListed: 'not listed',
    notAffected: 'not affected',
  },
  added: 'Added',
  removed: 'Removed',
  changed: 'Changed',
  fields: {
    name: 'name',
    group: 'group',
    version: 'version',
    supplier: 'supplier',
    type: 'type',
    purls: 'purl',
    cpes: 'CPE',
    swids: 'SWID tag',
    hashes: 'digest',
    sourcePackages: 'source package',
    licences: 'licence',
    deployed: 'on the device',
    corrected: 'what your corrections say',
    other: 'facts that are not shown',
  },
  exploited: 'exploited',
  noVersion: '(no version)',
  notDeployed: 'not on the device',
  nothing: 'Nothing changed.',
  more: (count) => `… and ${count} more: --all, or --json`,
}

/** In French 0 and 1 are singular. */
function some(count: string, word: string): string {
  return `${count} ${word}${count === '0' || count === '1' ? '' : 's'}`
}

const fr: DiffWords = {
  locale: 'fr-FR',
  sbom: (id, name, format, day) => `SBOM ${id} ${name} (${format}, ajouté le ${day})`,
  components: ({ unchanged, added, removed, changed }) =>
    `Composants : ${some(added, 'ajouté')}, ${some(removed, 'retiré')}, ${some(changed, 'modifié')}, ${some(unchanged, 'inchangé')}.`,
  flaws: ({ newlyAffected, newlyUnknown, noLongerTold, fixed }) =>
    `Failles : ${some(newlyAffected, 'nouvellement touchante')}, ${some(newlyUnknown, 'nouvellement douteuse')}, ${noLongerTold} dont on ne sait plus rien, ${some(fixed, 'corrigée')}.`,
  turns: {
    newlyAffected: 'Nouvellement touché',
    newlyUnknown: 'Nouveau doute',
    noLongerTold: 'On ne sait plus : touché ou douteux avant, et le SBOM plus récent ne tranche pas',
    fixed: 'Corrigé',
  },
  states: {
    affected: 'touché',
    unknown: 'indéterminé',
    none: 'non nommé',
    notListed: 'non listé',
    notAffected: 'non touché',
  },
  added: 'Ajoutés',
  removed: 'Retirés',
  changed: 'Modifiés',
  fields: {
    name: 'nom',
    group: 'groupe',
    version: 'version',
    supplier: 'fournisseur',
    type: 'type',
    purls: 'purl',
    cpes: 'CPE',
    swids: 'étiquette SWID',
    hashes: 'empreinte',
    sourcePackages: 'paquet source',
    licences: 'licence',
    deployed: 'sur l’appareil',
    corrected: 'ce que disent vos corrections',
    other: 'faits non montrés',
  },
  exploited: 'exploitée',
  noVersion: '(sans version)',
  notDeployed: 'pas sur l’appareil',
  nothing: 'Rien n’a changé.',
  more: (count) => `… et ${count} de plus : --all, ou --json`,
}

export const diffWords: Readonly<Record<Language, DiffWords>> = { en, fr }
