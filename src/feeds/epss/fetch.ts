/** One file holds the scores of today. */
export function urls(): readonly string[] {
  return ['https://epss.empiricalsecurity.com/epss_scores-current.csv.gz']
}
