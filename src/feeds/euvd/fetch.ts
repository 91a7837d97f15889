const api = 'https://euvdservices.enisa.europa.eu/api'

/** The three lists that need no page numbers: the newest, the critical and the exploited ones. Pages of `/search` may be named instead. */
export function urls(): readonly string[] {
  return ['exploitedvulnerabilities', 'criticalvulnerabilities', 'lastvulnerabilities'].map((list) => `${api}/${list}`)
}
