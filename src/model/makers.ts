import { foldWords } from './names.ts'

/**
 * Spellings and legal names of one maker, folded. Makers that were only bought keep their own name (CareFusion, Welch Allyn, Hillrom):
 * their devices and advisories still carry it, and whose successor a maker is belongs to the alias tables, with a source for each.
 */
const spellings: readonly { readonly maker: string; readonly also: readonly string[]; readonly source: string }[] = [
  {
    maker: 'philips',
    also: [
      'phillips',
      'philips-healthcare',
      'philips-medical-systems',
      'philips-medizin-systeme-boeblingen',
      'koninklijke-philips',
      'royal-philips',
    ],
    source: 'CISA medical advisories spell it both ways; the others are legal names on its labels',
  },
  {
    maker: 'ge-healthcare',
    also: [
      'ge',
      'gehealthcare',
      'ge-health-care',
      'ge-medical-systems',
      'ge-medical',
      'gems',
      'general-electric',
      'general-electric-healthcare',
    ],
    source: 'CISA medical advisories, NVD vendors, DICOM Manufacturer values of its systems',
  },
  {
    maker: 'draeger',
    also: [
      'drager',
      'drager-medical',
      'draeger-medical',
      'dragerwerk',
      'draegerwerk',
      'drager-safety',
      'draeger-safety',
    ],
    source: 'Drägerwerk AG & Co. KGaA, written without the umlaut in its own web address and in CPE',
  },
  {
    maker: 'siemens-healthineers',
    also: [
      'siemens',
      'siemens-healthcare',
      'siemens-medical',
      'siemens-medical-solutions',
      'siemens-medical-solutions-usa',
      'siemens-healthcare-diagnostics',
    ],
    source: 'the medical company of Siemens, renamed in 2016; its older labels say Siemens',
  },
  {
    maker: 'b-braun',
    also: ['bbraun', 'b-braun-melsungen', 'b-braun-medical', 'b-braun-avitum', 'bbraun-medical', 'bbraunmelsungen'],
    source: 'CISA medical advisories use three spellings',
  },
  {
    maker: 'bd',
    also: ['becton-dickinson', 'becton-dickinson-and', 'becton-dickinson-bd', 'bd-becton-dickinson'],
    source: 'Becton, Dickinson and Company, which trades as BD',
  },
  { maker: 'hillrom', also: ['hill-rom', 'hill-rom-services'], source: 'Hill-Rom, which trades as Hillrom since 2019' },
  { maker: 'welch-allyn', also: ['welchallyn'], source: 'NVD vendor name' },
  {
    maker: 'mindray',
    also: ['shenzhen-mindray', 'shenzhen-mindray-bio-medical-electronics', 'mindray-medical'],
    source: 'legal name on its labels',
  },
  {
    maker: 'canon-medical',
    also: ['canon-medical-systems', 'toshiba-medical', 'toshiba-medical-systems'],
    source: 'the same company, renamed in 2018',
  },
  {
    maker: 'fujifilm',
    also: ['fuji-film', 'fujifilm-medical', 'fujifilm-healthcare', 'fujifilm-medical-systems'],
    source: 'legal names on its labels',
  },
  { maker: 'agfa-healthcare', also: ['agfa'], source: 'DICOM Manufacturer values of its systems' },
  { maker: 'nihon-kohden', also: ['nihonkohden'], source: 'legal name' },
  { maker: 'spacelabs-healthcare', also: ['spacelabs', 'spacelabs-medical'], source: 'renamed in 2005; older labels' },
  { maker: 'physio-control', also: ['physiocontrol'], source: 'legal name' },
  { maker: 'biomerieux', also: ['bio-merieux'], source: 'legal name' },
  { maker: 'bio-rad', also: ['biorad', 'bio-rad-laboratories'], source: 'legal name' },
  { maker: 'smiths-medical', also: ['smiths-medical-asd', 'smith-medical'], source: 'legal name; NVD vendor names' },
  {
    maker: 'roche',
    also: ['roche-diagnostics', 'f-hoffmann-la-roche', 'hoffmann-la-roche'],
    source: 'legal names on its labels',
  },
]

const makerOf: ReadonlyMap<string, string> = new Map(
  spellings.flatMap(({ maker, also }) => also.map((spelling) => [spelling, maker])),
)

/** Words that only say what kind of company it is. */
const legalForms = new Set(
  'ab ag aps as asa bv bvba co company corp corporation gmbh inc incorporated kg kgaa kk limited llc lp ltd nv oy oyj plc pty sa sarl sas se spa srl'.split(
    ' ',
  ),
)

/** Compares makers' names: `Philips Medical Systems B.V.`, `PHILLIPS` and `Philips` agree. Empty when the text has no letter or digit. */
export function makerKey(text: string): string {
  const words = foldWords(text.replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')).split('-')
  while (words.length > 1 && (legalForms.has(words.at(-1) ?? '') || words.at(-1) === 'and')) words.pop()
  const name = words.join('-')
  return makerOf.get(name) ?? name
}
