import { lookup } from './lookup.ts'

/** A Windows as it is named somewhere: which product of the NVD's dictionary it is, and how far it is repaired. */
export interface WindowsNamed {
  /** Products of the dictionary that are this very system (`windows_10_1809`), with the version they are compared by. */
  readonly products: readonly WindowsProduct[]
  /** The desktop or server system that an embedded edition is made of: what is repaired there mostly concerns it too. */
  readonly base: readonly WindowsProduct[]
}

export interface WindowsProduct {
  /** `windows_10_1809` */
  readonly product: string
  /**
   * - `build`: `10.0.17763.1577`, or without `text` where no full build is stated: then nobody can tell what is repaired.
   * - `release`: a word (`1809`, `r2 sp1`), as the dictionary wrote it before each release had a product of its own.
   * - `none`: the dictionary gives no version (`-`).
   */
  readonly version:
    | { readonly is: 'build'; readonly text?: string }
    | { readonly is: 'release'; readonly text: string }
    | { readonly is: 'none' }
}

/** Builds of the releases of Windows 10, 11 and Server. Source: Microsoft, "Windows release information" of each. */
const releasesByBuild: Readonly<Record<string, { readonly client?: string; readonly server?: string }>> = {
  10240: { client: '10 1507' },
  10586: { client: '10 1511' },
  14393: { client: '10 1607', server: '2016' },
  15063: { client: '10 1703' },
  16299: { client: '10 1709' },
  17134: { client: '10 1803' },
  17763: { client: '10 1809', server: '2019' },
  18362: { client: '10 1903' },
  18363: { client: '10 1909' },
  19041: { client: '10 2004' },
  19042: { client: '10 20h2' },
  19043: { client: '10 21h1' },
  19044: { client: '10 21h2' },
  19045: { client: '10 22h2' },
  20348: { server: '2022' },
  22000: { client: '11 21h2' },
  22621: { client: '11 22h2' },
  22631: { client: '11 23h2' },
  25398: { server: '2022_23h2' },
  26100: { client: '11 24h2', server: '2025' },
  26200: { client: '11 25h2' },
}

/** Long-term editions are named by their year. Source: Microsoft, "Windows 10 Enterprise LTSC" and "Windows IoT Enterprise LTSC" release pages. */
const releasesOfYear = lookup<string>({
  '10 2015': '10 1507',
  '10 2016': '10 1607',
  '10 2019': '10 1809',
  '10 2021': '10 21h2',
  '11 2024': '11 24h2',
})

/** Names that say it all; the first that fits counts. Embedded editions come before what they are made of. */
const named: readonly {
  readonly form: RegExp
  readonly product: string
  readonly base?: string
  readonly version?: string
  /** Its other name in the dictionary, under which builds are told. */
  readonly built?: string
}[] = [
  {
    form: /\bembedded (?:posready|standard) 7\b|\bposready 7\b|\bwes ?7\b/,
    product: 'windows_embedded_standard_7',
    base: 'windows_7',
  },
  {
    form: /\bembedded (?:posready )?(?:standard )?2009\b|\bposready 2009\b|\bwes ?2009\b|\bxp embedded\b/,
    product: 'windows_xp_embedded',
    base: 'windows_xp',
  },
  { form: /\bembedded 8\.1\b/, product: 'windows_embedded_8.1', base: 'windows_8.1' },
  { form: /\bembedded (?:8|standard 8)\b/, product: 'windows_embedded_8', base: 'windows_8' },
  { form: /\bembedded compact (?:7|2013)\b/, product: 'windows_embedded_compact' },
  { form: /\b(?:ce|embedded ce) ?(?<version>\d+(?:\.\d+)?)\b/, product: 'windows_ce' },
  { form: /\bserver 2012 r2\b/, product: 'windows_server_2012', version: 'r2', built: 'windows_server_2012_r2' },
  { form: /\bserver 2012\b/, product: 'windows_server_2012' },
  { form: /\bserver 2008 r2\b/, product: 'windows_server_2008', version: 'r2', built: 'windows_server_2008_r2' },
  { form: /\bserver 2008\b/, product: 'windows_server_2008', built: 'windows_server_2008_sp2' },
  { form: /\bserver 2003 r2\b/, product: 'windows_server_2003', version: 'r2' },
  { form: /\b(?:server 2003|2003 server)\b/, product: 'windows_server_2003', built: 'windows_2003_server' },
  { form: /\b8\.1\b/, product: 'windows_8.1' },
  { form: /^windows 8\b/, product: 'windows_8' },
  { form: /^windows 7\b/, product: 'windows_7' },
  { form: /\bvista\b/, product: 'windows_vista' },
  { form: /\bxp\b/, product: 'windows_xp' },
  { form: /^windows 2000\b/, product: 'windows_2000' },
  { form: /^windows nt(?: (?<version>\d\.\d+))?\b/, product: 'windows_nt' },
]

/** Programs and parts for Windows, which are not the system. */
const otherThings =
  /^windows(?:[-_.]| (?:installer|media|defender|sdk|driver|update|powershell|terminal|identity|management|presentation|communication|workflow|app|runtime|firewall|imaging|search|live|mail|messenger|movie|phone|mobile|kernel|subsystem|azure|admin|store|help|journal|script|desktop|internet|error|remote))/

/**
 * Reads the name of a Windows, with its version or build where one is stated apart: `Windows 10 IoT Enterprise LTSC 2019` with
 * `10.0.17763.1577`. Undefined where the name is of something else, or says no more than "Windows".
 */
export function readWindows(name: string, version?: string): WindowsNamed | undefined {
  const words = name
    .toLowerCase()
    .replace(/[®™_]|\((?:r|tm)\)/g, ' ')
    .replace(/^\s*(?:microsoft|ms)\s+/, '')
    .replace(/\s+/g, ' ')
    .trim()
  if (!/^windows\b/.test(words) || otherThings.test(words)) return undefined
  const text = `${words} ${version?.toLowerCase().trim() ?? ''}`
  return readServed(text) ?? readNamed(text)
}

/** Windows 10, 11 and Server 2016 and later, which are repaired by builds. */
function readServed(text: string): WindowsNamed | undefined {
  const [build, whole] = buildIn(text)
  const server = /\bserver (2016|2019|2022|2025)\b/.exec(text)?.[1]
  if (server !== undefined) return { products: [ofBuild(`windows_server_${server}`, whole)], base: [] }
  const ofBuildNumber = releasesByBuild[build ?? '']
  if (/\bserver\b/.test(text)) {
    const year = ofBuildNumber?.server
    return year === undefined ? undefined : { products: [ofBuild(`windows_server_${year}`, whole)], base: [] }
  }
  const generation = /^windows (10|11)\b/.exec(text)?.[1] ?? ofBuildNumber?.client?.split(' ')[0]
  if (generation === undefined) return undefined
  const release = releaseIn(text, generation) ?? ofBuildNumber?.client
  if (release === undefined) return { products: [ofBuild(`windows_${generation}`, whole)], base: [] }
  const [, word = ''] = release.split(' ')
  const older: WindowsProduct = { product: `windows_${generation}`, version: { is: 'release', text: word } }
  return { products: [ofBuild(`windows_${generation}_${word}`, whole), older], base: [] }
}

/** The number of a build, and the whole of it where its revision is stated. */
function buildIn(text: string): [build: string | undefined, whole: string | undefined] {
  const [, number, revision] = /\b(?:10\.0\.)?([12]\d{4})(?:\.(\d{1,5}))?\b/.exec(text) ?? []
  if (number === undefined || releasesByBuild[number] === undefined) return [undefined, undefined]
  return [number, revision === undefined ? undefined : `10.0.${number}.${revision}`]
}

function releaseIn(text: string, generation: string): string | undefined {
  const word = /\b(1507|1511|1607|1703|1709|1803|1809|1903|1909|2004|2[0-9]h[12])\b/.exec(text)?.[1]
  if (word !== undefined) return `${generation} ${word}`
  const year = /\blts[bc]\b/.test(text) ? /\b(20[12]\d)\b/.exec(text)?.[1] : undefined
  return year === undefined ? undefined : releasesOfYear[`${generation} ${year}`]
}

function ofBuild(product: string, text: string | undefined): WindowsProduct {
  return { product, version: { is: 'build', ...(text === undefined ? {} : { text }) } }
}

/** Vista to 8.1 and their servers. */
const olderBuild = /\b6\.[0-3]\.\d{4}\.\d{1,5}\b/

/** Older systems, whose repairs no version tells. */
function readNamed(text: string): WindowsNamed | undefined {
  for (const { form, product, base, version, built } of named) {
    const found = form.exec(text)
    if (found === null) continue
    const release = found.groups?.['version'] ?? version
    const pack = /\b(?:sp|service pack) ?(\d)\b/.exec(text)?.[1]
    const whole = [release, release !== undefined && pack !== undefined ? `sp${pack}` : undefined]
    const words = whole.filter((word) => word !== undefined).join(' ')
    const own: WindowsProduct = { product, version: words === '' ? { is: 'none' } : { is: 'release', text: words } }
    const other = built === undefined ? [] : [ofBuild(built, olderBuild.exec(text)?.[0])]
    return { products: [own, ...other], base: base === undefined ? [] : [{ product: base, version: { is: 'none' } }] }
  }
  return undefined
}
