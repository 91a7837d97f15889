/** One file holds the whole catalogue. */
export function urls(): readonly string[] {
  return ['https://www.cisa.gov/sites/default/files/feeds/known_exploited_vulnerabilities.json']
}
