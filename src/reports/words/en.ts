import type { Counts } from '../../model/index.ts'
import type { Words } from './words.ts'

const numbers = new Intl.NumberFormat('en')
const n = (count: number): string => numbers.format(count)
const some = (count: number, one: string, many: string): string => `${n(count)} ${count === 1 ? one : many}`
const are = (count: number): string => `${n(count)} ${count === 1 ? 'is' : 'are'}`

export const en: Words = {
  locale: 'en-GB',
  colon: ': ',
  fictional: 'FICTIONAL: this hospital, its devices and their makers are invented; the vulnerabilities are real.',
  safety:
    'Affected means that the software holds the flaw, not that the device is unsafe. Do not unplug, restart, scan or update a device in use: call biomedical engineering and the maker.',
  flawVerdicts: {
    affected: { letter: 'A', name: 'Affected' },
    unknown: { letter: 'U', name: 'Cannot tell' },
    notListed: { letter: 'L', name: 'Not listed — SBOM not complete' },
    notAffected: { letter: 'N', name: 'Not affected' },
  },
  partVerdicts: {
    affected: { letter: 'C', name: 'Contains' },
    unknown: { letter: 'U', name: 'Cannot tell' },
    notListed: { letter: 'L', name: 'Not listed' },
    notAffected: { letter: 'N', name: 'Does not contain' },
  },
  supportVerdicts: {
    affected: { letter: 'E', name: 'Holds parts past their end' },
    unknown: { letter: 'U', name: 'Cannot tell' },
    notListed: { letter: 'L', name: 'None known to be past its end' },
    notAffected: { letter: 'N', name: 'All parts supported' },
  },
  reasons: {
    supportNotTold: 'the version of a part is in no line of releases that is known, or in several that end differently',
    supportEnded: 'a listed part is past its end of life',
    allSupported: 'the SBOM lists everything, and all parts that are asked about are still supported',
    noLifecycles: 'no source of ends of support is loaded: run "auscult feed pull eol"',
    listedInRange: 'a listed component is in an affected version',
    listedInDoubt: 'a listed component may be affected',
    listedOutsideRange: 'the listed component is in a version that is not affected',
    notInFeeds: 'no loaded feed knows this identifier',
    withdrawn: 'its source withdrew this identifier; ask for the one that replaced it',
    noRange: 'no source says, in a form a machine can read, which versions are affected',
    noModel: 'the equipment list does not name the model',
    noVersion: 'the software version of the device is not known',
    noSbom: 'there is no SBOM for this software version',
    layerNotDescribed: 'the flaw is in an operating system or firmware, and the SBOM lists none',
    notListed: 'the SBOM does not list it, and does not claim to list everything',
    absentFromCompleteSbom: 'the SBOM claims to list every part of the device, and this is not among them',
    statedAffected: 'it is stated that this version is affected',
    statedNotAffected: 'it is stated, with a reason, that this version is not affected',
    statedFixed: 'it is stated that this version has the repair',
    underInvestigation: 'who knows the product is still investigating',
    statedOfSomeVersions: 'versions of this model are stated to be affected, and whether this one is cannot be told',
    componentCorrected: 'what is written was corrected, and something else is judged in its place',
    otherVersionSeen: 'the network tells another software version than the list',
    componentCleared: 'it is stated that the listed component does not have the flaw in this product',
    conditionNotSettled: 'it depends on a configuration that the SBOM does not settle',
    versionUnknown: 'the component is listed without a usable version',
    versionNotComparable: 'the version of the component cannot be compared with the affected ones',
    rangeUnreadable: 'the source gives the affected versions in words that cannot be compared',
    statusNotTold: 'the source names this product and does not say whether this version is affected',
    versionNotApplicable: 'the source names the product without saying which of its versions are affected',
    otherFeedOnly: 'another source reports it for this name; the own source of the component does not',
    releaseNotCovered: 'no loaded feed covers this release of the distribution, and others report it',
    ancestorOnly: 'the component was made from one that is affected',
    successorOnly: 'it is listed under a maker that took the other over, or was taken over by it',
    nameOnly: 'only the name agrees',
    familyOnly: 'it is listed by another name of its family, or as what may hold it',
  },
  supportReasons: {
    listedOutsideRange: 'a listed part is still supported',
    notListed: 'no listed part is known to be past its end, and not all is known',
    versionUnknown: 'the version of a listed part is not known, so that its end cannot be told',
    ancestorOnly: 'a listed part was made from what is not supported any more',
  },
  partReasons: {
    listedInRange: 'the SBOM lists it',
    listedInDoubt: 'the SBOM may list it',
    listedOutsideRange: 'the SBOM lists it in another version',
  },
  corrected: (was, by, day, reason) => `written as ${was}, corrected by ${by} on ${day}: ${reason}`,
  otherVersions: {
    listed: (version, source) =>
      version === undefined
        ? 'the list names no software version'
        : `the list says software version ${version}${source === undefined ? '' : ` (${source})`}`,
    told: (version, protocols, day, place) => `${version} was told by ${protocols} since ${day} (${place})`,
    byPerson: (version) => `a person says that it runs ${version}`,
    tooMany: 'more versions were told than can be weighed',
    judged: { beside: 'judged by each, and the worst counts', instead: 'judged by that one alone' },
  },
  aliases: {
    same: (from, to) => `${from} is another name of ${to}`,
    successor: (from, to) => `${from}, now ${to}`,
    memberOf: (from, to) => `${from} is of the family ${to}`,
    embeds: (from, to) => `${from} may hold ${to}`,
    knownBy: (from, to) => `${from} is among what is called ${to}`,
  },
  tiers: [
    'by purl or hash',
    'by CPE',
    "by the CVE's own list of products",
    "by the maker's advisory on the device",
    'by name only',
  ],
  headings: {
    flaw: 'The flaw',
    models: 'By model and software version',
    affectedDevices: 'Affected devices, by site and ward',
    containingDevices: 'Devices that contain it, by site and ward',
    devices: 'Devices, by site and ward',
    settles: 'What would settle most of what cannot be told',
    feeds: 'What this answer stands on',
    findings: 'Findings',
    problems: 'What the reader noticed',
  },
  csvColumns: {
    verdict: 'Verdict',
    reason: 'Reason',
    site: 'Site',
    ward: 'Ward',
    room: 'Room',
    assetTag: 'Asset tag',
    serial: 'Serial number',
    maker: 'Maker',
    model: 'Model',
    softwareVersion: 'Software version',
    versionSource: 'Version read from',
    versionDate: 'Version read on',
    host: 'Host name',
    macs: 'MAC addresses',
    ips: 'IP addresses',
    component: 'Component',
    componentVersion: 'Component version',
    vulnerability: 'Vulnerability',
    range: 'Affected versions',
    advisory: 'Advisory',
    sbom: 'SBOM',
    otherVersions: 'List and network on the version',
  },
  csvSeparator: ',',
  devices: (count) => some(count, 'device', 'devices'),
  modelVersions: (count) => some(count, 'software version', 'software versions'),
  flawSentence: ({ affected, unknown, notListed, notAffected }, inScope) =>
    `Of ${some(inScope, 'device', 'devices')} in scope, ${are(affected)} affected, ${are(notAffected)} not affected, ${n(notListed)} ${has(notListed)} an SBOM that does not list the component, and for ${n(unknown)} nobody can tell yet.`,
  supportSentence: (counts, inScope) =>
    `Of ${some(inScope, 'device', 'devices')} in scope, ${n(counts.affected)} ${counts.affected === 1 ? 'holds' : 'hold'} parts past their end of life, all parts of ${n(counts.notAffected)} are supported, of ${n(counts.notListed)} no part is known to be past its end, and for ${n(counts.unknown)} nobody can tell yet.`,
  partSentence: (counts, inScope) => partSentence(counts, inScope),
  deviceSentence: (found) => `${some(found, 'device in scope fits', 'devices in scope fit')} the question.`,
  unknownsWaitFor: (waits) => `Cannot be told because: ${waits}`,
  asOf: (day) => `As known on ${day}.`,
  notes: (note, taken) => {
    if (note.is === 'noFeeds')
      return 'No feed is loaded: run "auscult feed pull", or "auscult feed import" with files from elsewhere.'
    if (note.is === 'corrected') return `"${note.asked ?? ''}" is in no SBOM; taken for: ${taken}.`
    if (note.is === 'correctionsAct')
      return `As written, ${note.asked ?? ''} of the listed components would be affected, contained or in doubt; corrections say less: ${taken}.`
    if (note.is === 'noFeedsThen')
      return `No feed had been loaded by that day; the first day that can be asked about is ${taken.slice(0, 10)}.`
    if (note.is === 'noDevice')
      return note.asked === undefined
        ? 'The inventory holds no device: run "auscult assets import" with your equipment list.'
        : `No device has ${note.asked}${taken === '' ? '' : `; there are ${taken}`}.`
    if (note.is === 'seenNotCounted')
      return `${note.asked ?? ''} more were seen on the network and are counted nowhere: they are in no list, or only perhaps. See them with "auscult observed list".`
    if (note.is === 'otherVersionsSeen')
      return `${note.asked ?? ''} of your devices tell the network another software version than their list: they get the worse of both verdicts until that is settled.`
    if (note.is === 'alsoNamed') return `"${note.asked ?? ''}" is also looked for by its other names: ${taken}.`
    if (note.is === 'alsoDevices')
      return `${note.asked ?? ''} of your devices go by this very word: ${taken}. Ask serial:, tag:, host:, maker: or model: for them.`
    return `SBOMs also hold words that begin like "${note.asked ?? ''}": ${taken}. Ask for one of them to be more precise.`
  },
  settles: ({ need, devices, component }, names) => {
    const settled = `settles ${some(devices, 'device', 'devices')}`
    switch (need) {
      case 'sbom':
        return `the SBOM of ${names}: ${settled}`
      case 'sbomWithLayer':
        return `an SBOM of ${names} that lists its operating system and firmware: ${settled}`
      case 'version':
        return `the software version of each ${names}: ${settled}`
      case 'model':
        return `the model of the devices that the equipment list does not name: ${settled}`
      case 'componentVersion':
        return `the version of ${component ?? 'the component'} in ${names}: ${settled}`
      case 'condition':
        return `how ${component ?? 'the component'} is set up in ${names}: ${settled}`
      case 'makerStatement':
        return `the maker's word on ${component ?? 'the component'} in ${names}: ${settled}`
      case 'feed':
        return `a feed that knows the identifier: ${settled}`
      case 'releaseFeed':
        return `the advisories of the distribution releases in use: ${settled}`
      case 'range':
        return `a source that says which versions are affected: ${settled}`
      case 'lifecycles':
        return `a source of ends of support ("auscult feed pull eol"): ${settled}`
      case 'otherIdentifier':
        return `the identifier that replaced this one: ${settled}`
    }
  },
  cvss: (base, vector, source) => `CVSS ${base} (${vector}, ${source})`,
  exploited: (day) => `known to be exploited since ${day}`,
  ssvc: ({ source, exploitation, automatable, technicalImpact }) =>
    [
      `${source} (SSVC)`,
      ...(exploitation === undefined
        ? []
        : [`exploitation ${{ none: 'none', poc: 'shown to be possible', active: 'active' }[exploitation]}`]),
      ...(automatable === undefined ? [] : [`automatable: ${automatable}`]),
      ...(technicalImpact === undefined ? [] : [`technical impact ${technicalImpact}`]),
    ].join(', '),
  blindSpot: 'blind spot: none of these sources says, in a form a machine can read, which versions are affected',
  epss: (percent) => `${percent} % likely to be exploited within 30 days (EPSS)`,
  alsoNamed: (names) => `also named ${names}`,
  says: (sources) => `according to ${sources}`,
  sbomOf: (name, format, day) => `SBOM ${name} (${format}), added ${day}`,
  versionFrom: (sources) => `software version from: ${sources}`,
  versionNotKnown: '(version not known)',
  listLine: (file, line) => `equipment list ${file}, line ${line}`,
  and: 'and',
  modelNotKnown: '(model not known)',
  siteNotKnown: '(site not known)',
  wardNotKnown: '(ward not known)',
  room: (room) => `room ${room}`,
  moreDevices: (count) => `… and ${some(count, 'more device', 'more devices')}: --all, --json or --csv lists all`,
  decidedOtherwise: (said) => `decided otherwise here, to be looked at again: ${said}`,
  moreComponents: (count) => `… and ${n(count)} more: --json lists the most telling`,
  moreLines: (count) => `… and ${some(count, 'more line', 'more lines')}: --all shows them`,
  outOfScope: (scrapped, noSoftware) => `Out of scope: ${n(scrapped)} scrapped, ${n(noSoftware)} without software.`,
  scopes: { scrapped: 'scrapped', noSoftware: 'without software' },
  foundByNetwork: 'seen on the network, in no list',
  feedLine: (feed, records, { newest, loaded, oldest }) =>
    `${feed}: ${some(records, 'record', 'records')}${newest === undefined ? '' : `, newest of ${newest}`}, loaded ${loaded}${oldest === undefined ? '' : `, a part of it ${oldest}`}`,
  noFeed: 'no feed is loaded',
  scanSentence: (components, findings) =>
    `${some(components, 'component', 'components')} read, ${some(findings, 'finding', 'findings')}. Nothing was stored.`,
  scanCounts: (affected, unknown, notAffected) =>
    `${n(affected)} affected, ${n(unknown)} cannot be told, ${n(notAffected)} excluded by configuration`,
}

function has(count: number): string {
  return count === 1 ? 'has' : 'have'
}

function partSentence({ affected, unknown, notListed, notAffected }: Counts, inScope: number): string {
  return `Of ${some(inScope, 'device', 'devices')} in scope, ${n(affected)} ${affected === 1 ? 'contains' : 'contain'} it, ${n(notAffected)} ${notAffected === 1 ? 'does' : 'do'} not, ${n(notListed)} ${has(notListed)} an SBOM that does not list it, and for ${n(unknown)} nobody can tell yet.`
}
