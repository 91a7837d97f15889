import { plainText } from '../text.ts'
import type { Osv } from './schema.ts'

const maxNames = 500

/** Advisories that a distribution numbers itself. Before OSV schema 1.7 they listed the flaws that they repair under `related`. */
const distributionId =
  /^(?:CGA|DSA|DLA|DTSA|ALSA|ALBA|ALEA|ALAS\d*|AZL|CLSA|ELSA|ELBA|FEDORA|MGASA|MINI|OESA|RHSA|RHBA|RHEA|RLSA|RLBA|RXSA|USN|LSN|PHSA|SUSE-[A-Z]{2}|openSUSE-[A-Z]{2})-/
/** A distribution's view of one flaw, which it names in its own number: `DEBIAN-CVE-2024-1234`. */
const viewOfFlaw = /^[A-Z]+-(CVE-[0-9]{4}-[0-9]{4,19})$/
const flawId = /^(?:CVE|GHSA)-/

export interface FlawNames {
  readonly aliases: readonly string[]
  readonly upstream: readonly string[]
}

/**
 * Which other names a record goes by, and which flaws it passes on. `related` never counts, but for a distribution's own advisories: there its
 * CVE and GHSA are the only tie between the package and the flaw, and without it a question about the CVE would miss the distribution.
 */
export function namesOf(record: Osv): FlawNames {
  const aliases = clean(record.aliases, record.id)
  const related = distributionId.test(record.id) ? (record.related ?? []).filter((name) => flawId.test(name)) : []
  const own = viewOfFlaw.exec(record.id)?.[1]
  const upstream = clean([...(record.upstream ?? []), ...related, ...(own === undefined ? [] : [own])], record.id)
  return { aliases, upstream: upstream.filter((name) => !aliases.includes(name)) }
}

/**
 * Unique within the feed. Mirrors republish one CVE number for several distributions with different content (Debian and Alpine share 2,468), so
 * those keys begin with the base ecosystems: `Debian/CVE-2010-3846`. Other databases number their own advisories once.
 */
export function keyOf(record: Osv): string {
  if (!record.id.startsWith('CVE-')) return record.id
  const bases = (record.affected ?? []).map((each) => plainText(each.package?.ecosystem ?? 'GIT').split(':')[0] ?? '')
  const ecosystems = [...new Set(bases)].sort().join('+').slice(0, 200)
  return ecosystems === '' ? record.id : `${ecosystems}/${record.id}`
}

function clean(names: readonly string[] | null | undefined, own: string): readonly string[] {
  const kept = (names ?? []).map((name) => plainText(name).trim()).filter((name) => name !== '' && name !== own)
  return [...new Set(kept.filter((name) => name.length <= 200))].slice(0, maxNames)
}
