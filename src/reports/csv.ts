/** What a spreadsheet would take for a formula. Source: OWASP, "CSV Injection". */
const startsFormula = /^[=+\-@\t\r]/
/** A spreadsheet whose language separates otherwise breaks a line inside of cells, quoted or not: `a;=1+1` would be a formula there. */
const formulaWithin = /([;,\t\r\n]["' ]*)(?=[=+\-@])/g

/** One line of a CSV export, ending in CR LF. Numbers stand as they are; text that a spreadsheet would run as a formula is made harmless. */
export function toCsvLine(cells: readonly (string | number | undefined)[], separator: ',' | ';' | '\t' = ','): string {
  return `${cells.map((cell) => escapeCsvCell(cell ?? '', separator)).join(separator)}\r\n`
}

/** A cell of a CSV export: `=1+1` becomes `'=1+1`, which a spreadsheet shows and does not run. Source of the quoting: RFC 4180. */
export function escapeCsvCell(cell: string | number, separator = ','): string {
  if (typeof cell === 'number') return String(cell)
  const guarded = startsFormula.test(cell) ? `'${cell}` : cell
  const harmless = guarded.replace(formulaWithin, "$1'")
  const needsQuotes = harmless.includes(separator) || /["\r\n]/.test(harmless) || harmless !== harmless.trim()
  return needsQuotes ? `"${harmless.replaceAll('"', '""')}"` : harmless
}
