/** None by itself: documents come from providers that a hospital names, or from a folder, an archive or a mirror. */
export function urls(): readonly string[] {
  return []
}
