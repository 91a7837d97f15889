const firstYear = 2002

/** A file for each year of CVE numbers (2002 also holds those before), then what changed in the last eight days. */
export function urls(now: Date): readonly string[] {
  const years = Array.from({ length: now.getUTCFullYear() - firstYear + 1 }, (_, index) => String(firstYear + index))
  return [...years, 'modified'].map((part) => `https://nvd.nist.gov/feeds/json/cve/2.0/nvdcve-2.0-${part}.json.gz`)
}
