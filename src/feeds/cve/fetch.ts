/** The list as it stands, one archive of all records. The dated releases and their deltas (zip in zip too) may be named instead. */
export function urls(): readonly string[] {
  return ['https://github.com/CVEProject/cvelistV5/archive/refs/heads/main.zip']
}
