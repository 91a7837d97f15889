import { foldHeader, headerReader } from '../tables/index.ts'
import type { HeaderMeaning } from '../tables/index.ts'
import type { AssetField } from './importer.ts'

/**
 * Names of columns in French and English equipment lists, the best first. Written as `foldHeader` leaves them: without accents, articles
 * and brackets, with every spelling of "number" as `n`.
 */
const names: Readonly<Record<AssetField, string>> = {
  assetTag:
    'n inventaire|inventaire|asset tag|asset n|asset id|inventory n|inventory id|code equipement|n equipement|code bien|n bien|code inventaire|n gmao|code gmao|id gmao|immatriculation|n immobilisation|equipment n|equipment id|control n|n marquage|identifiant|matricule|tag',
  udi: 'udi|iud|code udi|code iud|unique device identifier|udi di|iud id|gtin|ean|udi complet|full udi|code barres udi|udi carrier',
  serial:
    'n serie|serie|serial n|serial|n serie constructeur|n serie fabricant|sn|ns|s n|manufacturer serial n|serial n manufacturer|n ser',
  maker: 'fabricant|constructeur|manufacturer|marque|maker|make|brand|vendor|legal manufacturer|nom fabricant|oem',
  supplier: 'fournisseur|supplier|distributeur|distributor|nom fournisseur|reseller',
  model:
    'modele|model|nom modele|model name|model n|modele equipement|device model|equipment model|reference modele|type modele|type|reference|ref|ref constructeur|reference fabricant|catalog n|nom commercial|trade name|product name',
  family:
    'emdn|code emdn|gmdn|code gmdn|cneh|code cneh|nomenclature|famille|family|classification|categorie|category|type equipement|type appareil|device type|equipment type|device class|designation|libelle|libelle equipement|nature|description|equipement|device description',
  softwareVersion:
    'version logicielle|version logiciel|software version|sw version|version firmware|firmware version|version soft|version|firmware|rev logicielle|logiciel version|software release|sw rev|revision logicielle|fw version|n version|version application|version applicative|application version|version systeme dm|installed version|version installee',
  operatingSystem:
    'systeme exploitation|operating system|os|os version|version os|systeme operation|systeme|version windows|windows version|os name|nom os|version systeme exploitation',
  site: 'site|etablissement|hopital|hospital|facility|campus|nom site|code site|location site|centre|batiment|building',
  ward: 'service|uf|unite fonctionnelle|ward|unite|unite soins|unit|department|dept|departement|pole|libelle uf|nom service|service affectation|care unit|cost center|centre cout|code uf|service utilisateur|affectation|secteur',
  room: 'local|salle|chambre|room|piece|localisation|location|emplacement|n local|n salle|code local|bureau|room n|lieu|etage|floor|place',
  hostName:
    'hostname|host name|nom hote|nom reseau|nom machine|nom ordinateur|computer name|netbios|nom netbios|dns name|nom dns|fqdn|network name|nom poste|host',
  aeTitle: 'ae title|aetitle|aet|dicom ae title|ae|titre ae|dicom aet|called ae title',
  macs: 'mac|adresse mac|mac address|mac addresses|adresses mac|adresse physique|physical address|mac ethernet|mac lan|mac wifi|mac wlan|mac filaire|ethernet mac|wifi mac|n mac|mac 1|mac 2|mac 3|wi fi mac|adresse mac 1|adresse mac 2',
  ips: 'ip|adresse ip|ip address|ip addresses|adresses ip|ipv4|ipv6|adresse ipv4|adresse ipv6|ip fixe|static ip|adresse reseau|n ip|network address|ip 1|ip 2|ip 3|adresse ip 1|adresse ip 2',
  status:
    'status|statut|etat|state|etat equipement|statut equipement|device status|asset status|equipment status|situation|etat fonctionnement|lifecycle state|operational status',
  hasSoftware:
    'avec logiciel|contient logiciel|logiciel embarque|has software|contains software|software present|presence logiciel|embedded software|software y n|logiciel o n|dm logiciel|numerique|sans logiciel|n software|without software',
  inServiceOn:
    'date mise en service|mise en service|in service date|in service since|date in service|commissioning date|commissioned|installation date|date installation|install date|date acquisition|acquisition date|purchase date|date achat|date mes',
  scrappedOn:
    'date reforme|date mise reforme|date mise rebut|date sortie|date retrait|disposal date|disposed|scrap date|scrapped|scrapped on|retired date|retirement date|retired|decommissioning date|decommission date|end date|reforme',
}

/** What a column can tell, in the order in which it is shown. */
export const assetFields = Object.keys(names) as readonly AssetField[]

/** Fields that several columns may fill together. */
export const manyFields: ReadonlySet<AssetField> = new Set(['macs', 'ips'])

/** Columns that say the opposite of `hasSoftware`. */
export const saysNoSoftware = (header: string): boolean => /^(?:sans|n|without) /.test(foldHeader(header))

/**
 * Names of columns that a device has no place for, some but a letter or two from one that it has: they are shown as not read, and never taken
 * for another.
 */
const withoutPlace: ReadonlySet<string> = new Set(
  'masque|masque reseau|subnet mask|passerelle|gateway|vlan|udi pi|iud pi|basic udi di|udi di base|iud base|nom logiciel|software name|numero lot|n lot|lot|lot n|date fin garantie|fin garantie|warranty end|warranty|garantie|contract end|fin contrat|n contrat|contract n|classe md|classe dm|risk class|criticite|criticality|responsable|responsible|connecte reseau|network connected|telemaintenance|remote maintenance|statut reseau|network status|version materielle|version materiel|hardware version|hw version|date fabrication|manufacture date|n telephone|marquage ce'.split(
    '|',
  ),
)

const readName = headerReader(names)

/** Finds the field a header names: by a known name, else by one that differs in a letter or two. */
export function readHeader(header: string): HeaderMeaning<AssetField> | undefined {
  return withoutPlace.has(foldHeader(header)) ? undefined : readName(header)
}
