/** The archive of all products. */
export function urls(): readonly string[] {
  return ['https://github.com/endoflife-date/endoflife.date/archive/refs/heads/master.zip']
}
