/** No expression in use is longer; a longer text is read no further. */
const longest = 4096

/** True when a text has the form of an SPDX licence expression (SPDX 2.3 annex D). Whether its identifiers are on the list is not asked. */
export function isLicenceExpression(text: string): boolean {
  if (text.length > longest) return false
  let open = 0
  let needsOperand = true
  for (const token of text.match(/[()]|[^\s()]+/g) ?? []) {
    if (token === '(') {
      if (!needsOperand) return false
      open += 1
    } else if (token === ')') {
      if (needsOperand || open === 0) return false
      open -= 1
    } else if (operators.has(token.toUpperCase())) {
      if (needsOperand) return false
      needsOperand = true
    } else {
      if (!needsOperand || !/^[A-Za-z0-9][A-Za-z0-9.:+-]*$/.test(token)) return false
      needsOperand = false
    }
  }
  return !needsOperand && open === 0
}

const operators: ReadonlySet<string> = new Set(['AND', 'OR', 'WITH'])
