import type { Counts } from '../../model/index.ts'
import type { Words } from './words.ts'

const numbers = new Intl.NumberFormat('fr')
const n = (count: number): string => numbers.format(count)
/** In French 0 and 1 are singular. */
const isOne = (count: number): boolean => count < 2
const some = (count: number, one: string, many: string): string => `${n(count)} ${isOne(count) ? one : many}`

export const fr: Words = {
  locale: 'fr-FR',
  colon: ' : ',
  fictional:
    'FICTIF : cet hôpital, ses dispositifs et leurs fabricants sont inventés ; les vulnérabilités sont réelles.',
  safety:
    '« Affecté » signifie que le logiciel contient la faille, non que le dispositif est dangereux. Ne débranchez, ne redémarrez, n’analysez et ne mettez à jour aucun dispositif en service : appelez le service biomédical et le fabricant.',
  flawVerdicts: {
    affected: { letter: 'A', name: 'Affecté' },
    unknown: { letter: 'I', name: 'Indéterminé' },
    notListed: { letter: 'L', name: 'Non listé — nomenclature incomplète' },
    notAffected: { letter: 'N', name: 'Non affecté' },
  },
  partVerdicts: {
    affected: { letter: 'C', name: 'Contient' },
    unknown: { letter: 'I', name: 'Indéterminé' },
    notListed: { letter: 'L', name: 'Non listé' },
    notAffected: { letter: 'N', name: 'Ne contient pas' },
  },
  supportVerdicts: {
    affected: { letter: 'F', name: 'Contient des composants en fin de vie' },
    unknown: { letter: 'I', name: 'Indéterminé' },
    notListed: { letter: 'L', name: 'Aucun composant connu en fin de vie' },
    notAffected: { letter: 'N', name: 'Tout est pris en charge' },
  },
  reasons: {
    supportNotTold: 'la version d’un composant n’est d’aucune branche connue, ou de plusieurs dont la fin diffère',
    supportEnded: 'un composant listé est en fin de vie',
    allSupported: 'la nomenclature liste tout, et tous les composants demandés sont encore pris en charge',
    noLifecycles: 'aucune source de fins de support n’est chargée : lancez « auscult feed pull eol »',
    listedInRange: 'un composant listé est dans une version affectée',
    listedInDoubt: 'un composant listé est peut-être affecté',
    listedOutsideRange: 'le composant listé est dans une version non affectée',
    notInFeeds: 'aucune source chargée ne connaît cet identifiant',
    withdrawn: 'sa source a retiré cet identifiant ; demandez celui qui le remplace',
    noRange: 'aucune source ne dit, sous une forme lisible par une machine, quelles versions sont affectées',
    noModel: 'l’inventaire ne donne pas le modèle',
    noVersion: 'la version logicielle du dispositif n’est pas connue',
    noSbom: 'il n’y a pas de nomenclature (SBOM) pour cette version logicielle',
    layerNotDescribed:
      'la faille est dans un système d’exploitation ou un micrologiciel, et la nomenclature n’en liste aucun',
    notListed: 'la nomenclature ne le liste pas, et ne prétend pas tout lister',
    absentFromCompleteSbom: 'la nomenclature déclare lister toutes les parties du dispositif, et celle-ci n’y est pas',
    statedAffected: 'il est déclaré que cette version est affectée',
    statedNotAffected: 'il est déclaré, avec une raison, que cette version n’est pas affectée',
    statedFixed: 'il est déclaré que cette version contient le correctif',
    underInvestigation: 'qui connaît le produit enquête encore',
    statedOfSomeVersions: 'des versions de ce modèle sont déclarées affectées, et on ne sait pas si celle-ci en est',
    componentCorrected: 'ce qui est écrit a été corrigé, et autre chose est jugé à sa place',
    otherVersionSeen: 'le réseau annonce une autre version du logiciel que la liste',
    componentCleared: 'il est déclaré que le composant listé n’a pas la faille dans ce produit',
    conditionNotSettled: 'cela dépend d’une configuration que la nomenclature ne précise pas',
    versionUnknown: 'le composant est listé sans version exploitable',
    versionNotComparable: 'la version du composant ne peut être comparée aux versions affectées',
    rangeUnreadable: 'la source donne les versions affectées en des termes qu’on ne peut comparer',
    statusNotTold: 'la source nomme ce produit sans dire si cette version est affectée',
    versionNotApplicable: 'la source nomme le produit sans dire quelles versions sont affectées',
    otherFeedOnly: 'une autre source le signale pour ce nom ; la source propre du composant, non',
    releaseNotCovered: 'aucune source chargée ne couvre cette version de la distribution, et d’autres le signalent',
    ancestorOnly: 'le composant provient d’un composant affecté',
    successorOnly: 'il figure sous un fabricant qui a repris l’autre, ou que l’autre a repris',
    nameOnly: 'seul le nom concorde',
    familyOnly: 'il figure sous un autre nom de sa famille, ou sous ce qui peut le contenir',
  },
  supportReasons: {
    listedOutsideRange: 'un composant listé est encore pris en charge',
    notListed: 'aucun composant listé n’est connu en fin de vie, et tout n’est pas connu',
    versionUnknown: 'la version d’un composant listé n’est pas connue, donc sa fin non plus',
    ancestorOnly: 'un composant listé provient d’un produit qui n’est plus pris en charge',
  },
  partReasons: {
    listedInRange: 'la nomenclature le liste',
    listedInDoubt: 'la nomenclature le liste peut-être',
    listedOutsideRange: 'la nomenclature le liste dans une autre version',
  },
  corrected: (was, by, day, reason) => `écrit ${was}, corrigé par ${by} le ${day} : ${reason}`,
  otherVersions: {
    listed: (version, source) =>
      version === undefined
        ? 'la liste ne donne aucune version du logiciel'
        : `la liste donne la version ${version}${source === undefined ? '' : ` (${source})`}`,
    told: (version, protocols, day, place) => `${version} est annoncée par ${protocols} depuis le ${day} (${place})`,
    byPerson: (version) => `une personne dit que c’est la ${version} qui tourne`,
    tooMany: 'plus de versions ont été annoncées qu’on ne peut en peser',
    judged: { beside: 'jugé selon chacune, et le pire compte', instead: 'jugé selon celle-ci seule' },
  },
  aliases: {
    same: (from, to) => `${from} est un autre nom de ${to}`,
    successor: (from, to) => `${from}, aujourd’hui ${to}`,
    memberOf: (from, to) => `${from} est de la famille ${to}`,
    embeds: (from, to) => `${from} peut contenir ${to}`,
    knownBy: (from, to) => `${from} fait partie de ce qu’on appelle ${to}`,
  },
  tiers: [
    'par purl ou empreinte',
    'par CPE',
    'par la liste de produits de la CVE elle-même',
    'par l’avis du fabricant sur le dispositif',
    'par le nom seul',
  ],
  headings: {
    flaw: 'La faille',
    models: 'Par modèle et version logicielle',
    affectedDevices: 'Dispositifs affectés, par site et service',
    containingDevices: 'Dispositifs qui le contiennent, par site et service',
    devices: 'Dispositifs, par site et service',
    settles: 'Ce qui lèverait le plus d’indéterminations',
    feeds: 'Sur quoi repose cette réponse',
    findings: 'Constats',
    problems: 'Ce que la lecture a relevé',
  },
  csvColumns: {
    verdict: 'Verdict',
    reason: 'Raison',
    site: 'Site',
    ward: 'Service',
    room: 'Pièce',
    assetTag: 'N° d’inventaire',
    serial: 'N° de série',
    maker: 'Fabricant',
    model: 'Modèle',
    softwareVersion: 'Version logicielle',
    versionSource: 'Version lue dans',
    versionDate: 'Version lue le',
    host: 'Nom d’hôte',
    macs: 'Adresses MAC',
    ips: 'Adresses IP',
    component: 'Composant',
    componentVersion: 'Version du composant',
    vulnerability: 'Vulnérabilité',
    range: 'Versions affectées',
    advisory: 'Avis',
    sbom: 'Nomenclature (SBOM)',
    otherVersions: 'Liste et réseau sur la version',
  },
  csvSeparator: ';',
  devices: (count) => some(count, 'dispositif', 'dispositifs'),
  modelVersions: (count) => some(count, 'version logicielle', 'versions logicielles'),
  flawSentence: ({ affected, unknown, notListed, notAffected }, inScope) =>
    `Sur ${some(inScope, 'dispositif', 'dispositifs')} dans le périmètre, ${some(affected, 'est affecté', 'sont affectés')}, ${some(notAffected, 'ne l’est pas', 'ne le sont pas')}, ${some(notListed, 'a une nomenclature qui ne liste', 'ont une nomenclature qui ne liste')} pas le composant, et pour ${n(unknown)} nul ne peut encore le dire.`,
  supportSentence: (counts, inScope) =>
    `Sur ${some(inScope, 'dispositif', 'dispositifs')} dans le périmètre, ${n(counts.affected)} en fin de vie par au moins un composant, ${n(counts.notAffected)} entièrement pris en charge, ${n(counts.notListed)} sans composant connu en fin de vie, et pour ${n(counts.unknown)} nul ne peut encore le dire.`,
  partSentence: (counts, inScope) => partSentence(counts, inScope),
  deviceSentence: (found) =>
    `${some(found, 'dispositif du périmètre répond', 'dispositifs du périmètre répondent')} à la question.`,
  unknownsWaitFor: (waits) => `Indéterminé parce que : ${waits}`,
  asOf: (day) => `État des connaissances au ${day}.`,
  notes: (note, taken) => {
    if (note.is === 'noFeeds')
      return 'Aucune source n’est chargée : lancez « auscult feed pull », ou « auscult feed import » avec des fichiers venus d’ailleurs.'
    if (note.is === 'corrected')
      return `« ${note.asked ?? ''} » n’est dans aucune nomenclature ; compris comme : ${taken}.`
    if (note.is === 'correctionsAct')
      return `Tels qu’écrits, ${note.asked ?? ''} des composants listés seraient touchés, contenus ou incertains ; des corrections disent moins : ${taken}.`
    if (note.is === 'noFeedsThen')
      return `Aucune source n’était chargée ce jour-là ; le premier jour qui puisse être demandé est le ${taken.slice(0, 10)}.`
    if (note.is === 'noDevice')
      return note.asked === undefined
        ? 'L’inventaire ne contient aucun dispositif : lancez « auscult assets import » avec votre liste d’équipements.'
        : `Aucun dispositif n’a ${note.asked}${taken === '' ? '' : ` ; il y a ${taken}`}.`
    if (note.is === 'seenNotCounted')
      return `${note.asked ?? ''} autres ont été vus sur le réseau et ne sont comptés nulle part : ils ne sont dans aucune liste, ou peut-être seulement. Voyez-les avec « auscult observed list ».`
    if (note.is === 'otherVersionsSeen')
      return `${note.asked ?? ''} de vos dispositifs annoncent au réseau une autre version logicielle que leur liste : ils ont le pire des deux verdicts tant que ce n’est pas tranché.`
    if (note.is === 'alsoNamed') return `« ${note.asked ?? ''} » est aussi cherché sous ses autres noms : ${taken}.`
    if (note.is === 'alsoDevices')
      return `${note.asked ?? ''} de vos dispositifs portent ce mot : ${taken}. Demandez-les par serial:, tag:, host:, maker: ou model:.`
    return `Des nomenclatures contiennent aussi des mots qui commencent comme « ${note.asked ?? ''} » : ${taken}. Demandez l’un d’eux pour être plus précis.`
  },
  settles: ({ need, devices, component }, names) => {
    const settled = `tranche ${some(devices, 'dispositif', 'dispositifs')}`
    switch (need) {
      case 'sbom':
        return `la nomenclature de ${names} : ${settled}`
      case 'sbomWithLayer':
        return `une nomenclature de ${names} qui liste système d’exploitation et micrologiciel : ${settled}`
      case 'version':
        return `la version logicielle de chaque ${names} : ${settled}`
      case 'model':
        return `le modèle des dispositifs que l’inventaire ne nomme pas : ${settled}`
      case 'componentVersion':
        return `la version de ${component ?? 'ce composant'} dans ${names} : ${settled}`
      case 'condition':
        return `la configuration de ${component ?? 'ce composant'} dans ${names} : ${settled}`
      case 'makerStatement':
        return `l’avis du fabricant sur ${component ?? 'ce composant'} dans ${names} : ${settled}`
      case 'feed':
        return `une source qui connaît l’identifiant : ${settled}`
      case 'releaseFeed':
        return `les avis des versions de distribution utilisées : ${settled}`
      case 'range':
        return `une source qui dit quelles versions sont affectées : ${settled}`
      case 'lifecycles':
        return `une source de fins de support (« auscult feed pull eol ») : ${settled}`
      case 'otherIdentifier':
        return `l’identifiant qui remplace celui-ci : ${settled}`
    }
  },
  cvss: (base, vector, source) => `CVSS ${base} (${vector}, ${source})`,
  exploited: (day) => `exploitation connue depuis le ${day}`,
  ssvc: ({ source, exploitation, automatable, technicalImpact }) =>
    [
      `${source} (SSVC)`,
      ...(exploitation === undefined
        ? []
        : [`exploitation ${{ none: 'aucune', poc: 'démontrée possible', active: 'active' }[exploitation]}`]),
      ...(automatable === undefined ? [] : [`automatisable : ${{ no: 'non', yes: 'oui' }[automatable]}`]),
      ...(technicalImpact === undefined
        ? []
        : [`impact technique ${{ partial: 'partiel', total: 'total' }[technicalImpact]}`]),
    ].join(', '),
  blindSpot:
    'angle mort : aucune de ces sources ne dit, sous une forme lisible par une machine, quelles versions sont affectées',
  epss: (percent) => `exploitation probable à ${percent} % dans les 30 jours (EPSS)`,
  alsoNamed: (names) => `aussi nommée ${names}`,
  says: (sources) => `selon ${sources}`,
  sbomOf: (name, format, day) => `nomenclature ${name} (${format}), ajoutée le ${day}`,
  versionFrom: (sources) => `version logicielle d’après : ${sources}`,
  versionNotKnown: '(version inconnue)',
  listLine: (file, line) => `liste d’équipements ${file}, ligne ${line}`,
  and: 'et',
  modelNotKnown: '(modèle inconnu)',
  siteNotKnown: '(site inconnu)',
  wardNotKnown: '(service inconnu)',
  room: (room) => `pièce ${room}`,
  moreDevices: (count) =>
    `… et ${some(count, 'autre dispositif', 'autres dispositifs')} : --all, --json ou --csv les donnent tous`,
  decidedOtherwise: (said) => `décidé autrement ici, à revoir : ${said}`,
  moreComponents: (count) => `… et ${n(count)} de plus : --json donne les plus parlants`,
  moreLines: (count) => `… et ${some(count, 'autre ligne', 'autres lignes')} : --all les montre`,
  outOfScope: (scrapped, noSoftware) =>
    `Hors périmètre : ${some(scrapped, 'réformé', 'réformés')}, ${n(noSoftware)} sans logiciel.`,
  scopes: { scrapped: 'réformé', noSoftware: 'sans logiciel' },
  foundByNetwork: 'vu sur le réseau, dans aucune liste',
  feedLine: (feed, records, { newest, loaded, oldest }) =>
    `${feed} : ${some(records, 'enregistrement', 'enregistrements')}${newest === undefined ? '' : `, le plus récent du ${newest}`}, chargé le ${loaded}${oldest === undefined ? '' : `, une partie le ${oldest}`}`,
  noFeed: 'aucune source n’est chargée',
  scanSentence: (components, findings) =>
    `${some(components, 'composant lu', 'composants lus')}, ${some(findings, 'constat', 'constats')}. Rien n’a été enregistré.`,
  scanCounts: (affected, unknown, notAffected) =>
    `${some(affected, 'affecté', 'affectés')}, ${some(unknown, 'indéterminé', 'indéterminés')}, ${some(notAffected, 'exclu', 'exclus')} par la configuration`,
}

function partSentence({ affected, unknown, notListed, notAffected }: Counts, inScope: number): string {
  return `Sur ${some(inScope, 'dispositif', 'dispositifs')} dans le périmètre, ${some(affected, 'le contient', 'le contiennent')}, ${some(notAffected, 'ne le contient pas', 'ne le contiennent pas')}, ${some(notListed, 'a une nomenclature qui ne le liste pas', 'ont une nomenclature qui ne le liste pas')}, et pour ${n(unknown)} nul ne peut encore le dire.`
}
