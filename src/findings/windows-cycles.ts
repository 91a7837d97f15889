import type { ProductLifecycle } from '../model/index.ts'
import type { CycleOf } from './release-cycles.ts'

/** A product at endoflife.date, and how the names of its lines begin: `windows`, `10-1809`. */
interface LinesOfWindows {
  readonly product: string
  readonly begin: readonly (readonly string[])[]
}

const [desktop, server, embedded] = ['windows', 'windows-server', 'windows-embedded']

/** Windows by its names in the NVD's dictionary. Source: the names of lines at endoflife.date, which follow Microsoft's lifecycle pages. */
const older: Readonly<Record<string, LinesOfWindows>> = {
  'windows_8.1': { product: desktop, begin: [['8.1']] },
  windows_8: { product: desktop, begin: [['8']] },
  windows_7: { product: desktop, begin: [['7']] },
  windows_vista: { product: desktop, begin: [['6']] },
  windows_xp: { product: desktop, begin: [['5']] },
  windows_2000: { product: server, begin: [['2000']] },
  windows_server_2003: { product: server, begin: [['2003']] },
  windows_2003_server: { product: server, begin: [['2003']] },
  windows_server_2008: { product: server, begin: [['2008']] },
  windows_server_2008_sp2: { product: server, begin: [['2008', 'sp2']] },
  windows_server_2008_r2: { product: server, begin: [['2008', 'r2']] },
  windows_server_2012: { product: server, begin: [['2012']] },
  windows_server_2012_r2: { product: server, begin: [['2012', 'r2']] },
  windows_server_2016: { product: server, begin: [['2016']] },
  windows_server_2019: { product: server, begin: [['2019']] },
  windows_server_2022: { product: server, begin: [['2022']] },
  windows_server_2022_23h2: { product: server, begin: [['23h2']] },
  windows_server_2025: { product: server, begin: [['2025']] },
  windows_embedded_standard_7: {
    product: embedded,
    begin: [
      ['standard', '7'],
      ['posready', '7'],
    ],
  },
  'windows_embedded_8.1': { product: embedded, begin: [['8.1']] },
  windows_embedded_compact: { product: embedded, begin: [['compact']] },
}
const releases = '1507 1511 1607 1703 1709 1803 1809 1903 1909 2004 20h2 21h1 21h2 22h2'.split(' ')
const releasesOf11 = '21h2 22h2 23h2 24h2 25h2 26h1'.split(' ')

/** Products of the dictionary that are a Windows, with the lines they may be of. */
export const linesOfWindows: ReadonlyMap<string, LinesOfWindows> = new Map([
  ...Object.entries(older),
  ...['10', '11'].map((generation): [string, LinesOfWindows] => [
    `windows_${generation}`,
    { product: desktop, begin: [[generation]] },
  ]),
  ...releases.map((release): [string, LinesOfWindows] => [
    `windows_10_${release}`,
    { product: desktop, begin: [['10', release]] },
  ]),
  ...releasesOf11.map((release): [string, LinesOfWindows] => [
    `windows_11_${release}`,
    { product: desktop, begin: [['11', release]] },
  ]),
])

/** The lines of a Windows, of the edition that its name tells, if it does. */
export function cyclesOfWindows(
  lifecycle: ProductLifecycle,
  { begin }: LinesOfWindows,
  name: string,
): readonly CycleOf[] {
  const lines = lifecycle.cycles
    .map((cycle) => ({ lifecycle, cycle, words: cycle.cycle.toLowerCase().split('-') }))
    .filter(({ words }) => begin.some((start) => start.every((word, index) => word === words[index])))
  const ofEdition = lines.filter(({ words }) => isOfEdition(words.slice(2), name.toLowerCase()))
  const forDevices = /\blts[bc]\b/i.test(name) ? ofEdition.filter(({ words }) => words.includes('iot')) : []
  const told = [forDevices, ofEdition].find((some) => some.length > 0) ?? lines
  return told.map(({ cycle }) => ({ lifecycle, cycle }))
}

/**
 * `e`: Enterprise and Education, `w`: Home and Pro, `lts`: the long-term channel, `iot`: of it what is for devices. Enterprise may be of the long-term
 * channel without saying so; Home and Pro never are.
 */
function isOfEdition(words: readonly string[], name: string): boolean {
  const [isLts, isIot] = [words.includes('lts') || words.includes('iot'), words.includes('iot')]
  if (/\blts[bc]\b|\blong[- ]term\b/.test(name)) return isLts && (!isIot || /\biot\b/.test(name))
  if (/\bhome\b|\bpro(?:fessional)?\b/.test(name)) return !isLts && !words.includes('e')
  if (/\benterprise\b|\beducation\b|\biot\b/.test(name)) return !words.includes('w') && (!isIot || /\biot\b/.test(name))
  return true
}
