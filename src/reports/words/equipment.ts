import type { AssetRow } from '../../model/index.ts'
import type { Language } from '../exporter.ts'

/** What a list tells of a device. */
export type ListedField = Exclude<keyof AssetRow, 'line' | 'assumed'>

/** How a device of the list stands to the network. */
export type ListedStanding = 'matched' | 'probable' | 'onlyOnNetwork' | 'onlyInList'

interface EquipmentWords {
  /** Headers that the import understands by their very names. */
  readonly fields: Readonly<Record<ListedField, string>>
  /** Headers of what the network adds; the import does not read them. */
  readonly added: {
    readonly versionSource: string
    readonly standing: string
    readonly foundBy: string
    readonly seenVersion: string
    readonly seenMacs: string
    readonly seenIps: string
    readonly seenHostNames: string
    readonly seenAeTitles: string
    readonly lastSeenAt: string
  }
  readonly statuses: Readonly<Record<AssetRow['status'], string>>
  readonly flags: { readonly yes: string; readonly no: string }
  readonly standings: Readonly<Record<ListedStanding, string>>
  readonly foundBy: { readonly list: string; readonly network: string }
  readonly sheet: string
}

/** The equipment list in words. */
export const equipmentWords: Readonly<Record<Language, EquipmentWords>> = {
  en: {
    fields: {
      assetTag: 'Asset tag',
      udi: 'UDI',
      serial: 'Serial number',
      maker: 'Manufacturer',
      supplier: 'Supplier',
      model: 'Model',
      family: 'Nomenclature',
      softwareVersion: 'Software version',
      operatingSystem: 'Operating system',
      site: 'Site',
      ward: 'Ward',
      room: 'Room',
      hostName: 'Host name',
      aeTitle: 'AE title',
      macs: 'MAC address',
      ips: 'IP address',
      status: 'Status',
      hasSoftware: 'Has software',
      inServiceOn: 'In service date',
      scrappedOn: 'Disposal date',
    },
    added: {
      versionSource: 'Where the version was read',
      standing: 'Standing to the network',
      foundBy: 'Found by',
      seenVersion: 'Seen version',
      seenMacs: 'Seen MAC addresses',
      seenIps: 'Seen IP addresses',
      seenHostNames: 'Seen host names',
      seenAeTitles: 'Seen AE titles',
      lastSeenAt: 'Last seen at',
    },
    statuses: { inService: 'in service', broken: 'broken', lent: 'lent', scrapped: 'scrapped' },
    flags: { yes: 'yes', no: 'no' },
    standings: {
      matched: 'matched',
      probable: 'probable',
      onlyOnNetwork: 'only on the network',
      onlyInList: 'only in the list',
    },
    foundBy: { list: 'list', network: 'network' },
    sheet: 'Equipment',
  },
  fr: {
    fields: {
      assetTag: 'N° inventaire',
      udi: 'IUD',
      serial: 'N° de série',
      maker: 'Fabricant',
      supplier: 'Fournisseur',
      model: 'Modèle',
      family: 'Nomenclature',
      softwareVersion: 'Version logicielle',
      operatingSystem: 'Système d’exploitation',
      site: 'Site',
      ward: 'Service',
      room: 'Local',
      hostName: 'Nom d’hôte',
      aeTitle: 'AE title',
      macs: 'Adresse MAC',
      ips: 'Adresse IP',
      status: 'Statut',
      hasSoftware: 'Logiciel embarqué',
      inServiceOn: 'Date de mise en service',
      scrappedOn: 'Date de réforme',
    },
    added: {
      versionSource: 'Où la version a été lue',
      standing: 'Situation par rapport au réseau',
      foundBy: 'Trouvé par',
      seenVersion: 'Version vue',
      seenMacs: 'Adresses MAC vues',
      seenIps: 'Adresses IP vues',
      seenHostNames: 'Noms d’hôte vus',
      seenAeTitles: 'AE titles vus',
      lastSeenAt: 'Vu en dernier le',
    },
    statuses: { inService: 'en service', broken: 'en panne', lent: 'prêté', scrapped: 'réformé' },
    flags: { yes: 'oui', no: 'non' },
    standings: {
      matched: 'rapproché',
      probable: 'probable',
      onlyOnNetwork: 'seulement sur le réseau',
      onlyInList: 'seulement dans la liste',
    },
    foundBy: { list: 'liste', network: 'réseau' },
    sheet: 'Équipements',
  },
}
