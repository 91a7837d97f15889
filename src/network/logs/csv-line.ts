/** The cells of one line; quotes as in RFC 4180, within the line. Undefined when a quote stays open. */
export function readCells(line: string, separator: string): string[] | undefined {
  const cells: string[] = []
  let cell = ''
  let isQuoted = false
  for (let index = 0; index < line.length; index += 1) {
    const letter = line.charAt(index)
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (line.charAt(index + 1) === '"') {
        cell += '"'
        index += 1
      } else isQuoted = false
    } else if (letter === '"' && cell === '') isQuoted = true
    else if (letter === separator) {
      cells.push(cell)
      cell = ''
    } else cell += letter
  }
  return isQuoted ? undefined : [...cells, cell]
}

/** The most frequent of the usual separators. */
export function separatorOf(line: string): string {
  const [first = ','] = [',', ';', '\t'].toSorted((a, b) => line.split(b).length - line.split(a).length)
  return first
}
