import type { ListField } from '../../model/index.ts'
import { foldHeader, headerReader } from '../../tables/index.ts'
import type { HeaderMeaning } from '../../tables/index.ts'

/** Names of columns in English, French and German component lists, the best first, as `foldHeader` leaves them. */
const names: Readonly<Record<ListField, string>> = {
  name: 'component name|name component|composant|nom composant|component|software component|software component name|composant logiciel|nom composant logiciel|komponente|komponentenname|name komponente|name der komponente|softwarekomponente|package name|package|nom paquet|paquet|paketname|paket|library name|library|bibliotheque|nom bibliotheque|bibliothek|name bibliothek|module name|nom module|modul|artifact id|artifact|artefact|software name|nom logiciel|logiciel|softwarename|software|third party software|third party component|third party software name|logiciel tiers|composant tiers|drittsoftware|soup name|soup|soup item|off shelf software|ots software|oss name|open source component|open source software|dependency|dependance|abhangigkeit|nom|name|product name|nom produit|produktname|product|produit|produkt|application|bezeichnung|designation|libelle|title|titre|item',
  version:
    'component version|version component|version composant|komponentenversion|version|version string|version n|n version|package version|version paquet|library version|module version|software version|version logicielle|version logiciel|softwareversion|version installee|installed version|version installed|installierte version|version utilisee|used version|version used|verwendete version|soup version|versionsnummer|versionsstand|softwarestand|product version|version produit|release|release n|ver|ver n|revision|rev|version revision|build',
  group: 'group|group id|groupid|groupe|gruppe|namespace|espace noms',
  supplier:
    'supplier|supplier name|component supplier|fournisseur|nom fournisseur|fournisseur composant|vendor|vendor name|editeur|editeur logiciel|nom editeur|publisher|lieferant|name lieferant|anbieter|herausgeber|provider|distributor|distributeur|company|societe|organization|organisation|firma',
  manufacturer:
    'manufacturer|manufacturer name|component manufacturer|software manufacturer|fabricant|nom fabricant|hersteller|herstellername|constructeur|maker|producer|producteur|developer|developpeur|entwickler|marque',
  purl: 'purl|package url|component purl|package purl|packageurl|url paquet|paket url|purls',
  cpe: 'cpe|cpe 2 3|cpe23|cpe 2 2|cpe name|cpe uri|cpe id|cpe string|component cpe|cpes',
  swid: 'swid|swid tag id|swid tag|swid id|tag id',
  identifier:
    'unique identifier|other unique identifiers|other unique identifier|uid|unique id|identifiant unique|eindeutige kennung|software identifier|component identifier|identifiant composant|identifier|identifiers|identifiant|identifiants|kennung|identifikator|external reference|external references|component id|id',
  hash: 'component hash|hash|hash value|file hash|checksum|prufsumme|hashwert|empreinte|empreinte fichier|somme controle|digest|sha 256|sha256|sha 256 hash|sha256 hash|sha256sum|sha 512|sha512|sha 384|sha384|sha 1|sha1|sha1 hash|sha1sum|md5|md5 hash|md5sum|sha3 256|sha3 384|sha3 512|blake2b 256|blake2b 384|blake2b 512|blake3',
  licence:
    'licence|license|licences|licenses|lizenz|lizenzen|licence composant|component license|component licence|spdx license|spdx licence|licence spdx|license id|license identifier|licence id|license expression|license expressions|license name|license names|licence name|license type|licence type|type licence|lizenztyp|lizenzname|declared license|license declared|licence declaree|concluded license|open source license',
  type: 'component type|type composant|komponententyp|typ komponente|software type|type logiciel|softwaretyp|element type|type|typ|kind|nature|category|categorie|kategorie|classification',
  description:
    'description|component description|description composant|beschreibung|descriptif|purpose|usage|utilisation|verwendung|verwendungszweck|zweck|fonction|function|funktion|intended use|comment|comments|commentaire|commentaires|remarks|remarque|remarques|bemerkung|bemerkungen|kommentar|notes|note|details',
  path: 'path|chemin|pfad|file path|chemin fichier|dateipfad|file name|nom fichier|dateiname|file|fichier|datei|location|emplacement|speicherort|install path|installation path|chemin installation|directory|repertoire|verzeichnis',
  endOfSupport:
    'end support|end support date|support end date|support end|fin support|date fin support|supportende|ende support|eos|eos date|end security support|end life|end life date|eol|eol date|fin vie|date fin vie',
}

const readFolded = headerReader(names)

/** Fields that several columns may fill together. */
export const manyFields: ReadonlySet<ListField> = new Set(['purl', 'cpe', 'swid', 'identifier', 'hash', 'licence'])

/** Fields of which one at least says what a row is. */
export const identityFields: ReadonlySet<ListField> = new Set(['name', 'purl', 'cpe', 'swid', 'identifier'])

/** Fields that no finding depends on: to guess one wrongly harms nobody. */
export const harmlessFields: ReadonlySet<ListField> = new Set(['licence', 'description', 'path'])

/** Finds the field that a header names: `Nom du composant`, `Component Name *`, `componentName`, `SHA-256`. */
export function readHeader(header: string): HeaderMeaning<ListField> | undefined {
  if (header.length > longestHeader) return undefined
  const written = readClose(header)
  const divided = apart(header)
  const other = divided === header ? undefined : readClose(divided)
  return other !== undefined && other.rank < (written?.rank ?? Number.POSITIVE_INFINITY) ? other : written
}

/** Names of identifiers are short and alike (`cve id` is nearly `cpe id`), and what stands in their columns tells them better. */
function readClose(header: string): HeaderMeaning<ListField> | undefined {
  const meaning = readFolded(header)
  return meaning?.by === 'similar' && toldByContent.has(meaning.field) ? undefined : meaning
}

const toldByContent: ReadonlySet<ListField> = new Set(['purl', 'cpe', 'swid', 'identifier', 'hash'])

const longestHeader = 200

/** `LicenseNames` is two words. */
function apart(header: string): string {
  return header.replace(/([a-z])([A-Z])/g, '$1 $2')
}

const deviceWords =
  /^(?:(?:n )?serie|serial n|serial|n inventaire|inventaire|inventory n|asset tag|asset n|mac|adresse mac|mac address|ip|adresse ip|ip address|seriennummer|inventarnummer)$/

/** True of headers that tell devices apart: an equipment list names makers and designations too, but its rows are no components. */
export function tellsDevices(headers: readonly string[]): boolean {
  return headers.some((header) => deviceWords.test(foldHeader(header.slice(0, longestHeader))))
}

/** The algorithm that a header names: `sha256` of `SHA-256 (file)`; undefined when it names none. */
export function algorithmIn(header: string): string | undefined {
  return /(?:md5|sha-?3-?\d{3}|sha-?\d{1,3}|blake2b-?\d{3}|blake3)/i
    .exec(header.slice(0, longestHeader).replaceAll(/[ _]/g, '-'))?.[0]
    .toLowerCase()
    .replaceAll('-', '')
}
