import type { ExposureRule } from '../../model/index.ts'
import type { Language } from '../exporter.ts'

export interface TrafficWords {
  readonly rules: Readonly<Record<ExposureRule, string>>
  readonly zones: { readonly internet: string; readonly unknown: string }
  readonly columns: readonly string[]
  readonly directions: { readonly from: string; readonly to: string }
  readonly clear: string
  readonly encrypted: string
  readonly neverAnswered: string
  readonly caution: (window: string) => readonly string[]
  readonly nothingSeen: string
}

export const trafficWords: Readonly<Record<Language, TrafficWords>> = {
  en: {
    rules: {
      fromInternet: 'reached from the internet',
      toInternet: 'goes to the internet',
      toMaker: 'goes to its maker',
      remoteMaintenance: 'somebody works on it from afar',
      deviceToDevice: 'medical devices talk to each other by a service they do not need',
      clearText: 'in clear text',
      sweep: 'tries many that do not answer',
    },
    zones: { internet: 'internet', unknown: 'no IP address seen' },
    columns: [
      'direction',
      'transport',
      'ports',
      'protocol',
      'secrecy',
      'zone',
      'network',
      'peers',
      'names',
      'devices',
      'of',
      'connections',
      'answered',
      'bytes',
      'first seen',
      'last seen',
    ],
    directions: { from: 'opened by the device', to: 'opened to the device' },
    clear: 'clear text',
    encrypted: 'encrypted',
    neverAnswered: 'never answered',
    caution: (window) => [
      `Seen ${window}. What did not happen in this time is missing: alarms, fail-over, emergencies, yearly maintenance.`,
      'The rules count and log. They drop nothing until a person decides so, device by device, with the ward and the maker.',
    ],
    nothingSeen: 'at no time',
  },
  fr: {
    rules: {
      fromInternet: "joint depuis l'internet",
      toInternet: "va vers l'internet",
      toMaker: 'va chez son fabricant',
      remoteMaintenance: 'quelqu’un y travaille à distance',
      deviceToDevice: 'des dispositifs médicaux se parlent par un service dont ils n’ont pas besoin',
      clearText: 'en clair',
      sweep: 'essaie beaucoup d’adresses qui ne répondent pas',
    },
    zones: { internet: 'internet', unknown: 'aucune adresse IP vue' },
    columns: [
      'sens',
      'transport',
      'ports',
      'protocole',
      'secret',
      'zone',
      'réseau',
      'pairs',
      'noms',
      'dispositifs',
      'sur',
      'connexions',
      'réponse',
      'octets',
      'vu la première fois',
      'vu la dernière fois',
    ],
    directions: { from: 'ouvert par le dispositif', to: 'ouvert vers le dispositif' },
    clear: 'en clair',
    encrypted: 'chiffré',
    neverAnswered: 'jamais répondu',
    caution: (window) => [
      `Vu ${window}. Ce qui ne s'est pas produit pendant ce temps manque : alarmes, bascules, urgences, maintenance annuelle.`,
      "Les règles comptent et journalisent. Elles ne bloquent rien tant qu'une personne ne le décide, dispositif par dispositif, avec le service de soins et le fabricant.",
    ],
    nothingSeen: 'à aucun moment',
  },
}
