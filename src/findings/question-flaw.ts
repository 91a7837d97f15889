const identifierForm =
  /^(?:CVE-\d{4}-\d{4,19}|GHSA(?:-[a-z0-9]{4}){3}|(?:[A-Z]{2,12}|BIT|openSUSE|UBUNTU-CVE|DEBIAN-CVE|ALPINE-CVE)-[A-Za-z0-9][A-Za-z0-9._:-]{2,80})$/i
const flawPrefixes = new Set(
  'CVE GHSA PYSEC RUSTSEC GO OSV DSA DLA DTSA USN RHSA RHBA RHEA ALSA ALBA ALEA RLSA RXSA SUSE OPENSUSE MGASA ELSA ALAS CGA BIT HSEC EEF GSD UVI MAL EUVD JVNDB ICSMA ICSA CERTFR VU BDU CNVD PSF CURL UBUNTU DEBIAN ALPINE ASA ASB LSN MINI ROOT V8 PHSA OESA'.split(
    ' ',
  ),
)
/** Dashes of word processors, and the minus sign. */
const dashes = /[\u2010-\u2015\u2212\ufe58\ufe63\uff0d]/g
const aroundForm = /^[([{<'‘“«]+|[)\]}>'’”».,;:!?]+$/g

/**
 * The identifier of a flaw that a word is, as feeds spell it: `cve_2021_44228`, `(CVE-2021-44228),` and `CVE–2021–44228` are CVE-2021-44228.
 * Undefined for any other word.
 */
export function toFlawId(word: string): string | undefined {
  const bare = word
    .replace(dashes, '-')
    .replace(aroundForm, '')
    .replace(/^cve[-_:]?(\d{4})[-_](?=\d{4})/i, 'CVE-$1-')
  const prefix = bare.slice(0, bare.indexOf('-')).toUpperCase()
  if (!identifierForm.test(bare) || !flawPrefixes.has(prefix) || !/\d|^GHSA/i.test(bare)) return undefined
  return prefix === 'GHSA' ? bare : bare.toUpperCase()
}
