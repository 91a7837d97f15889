/** What people write into a cell that they leave empty. */
const emptyWords = new Set(
  '|-|--|---|/|?|n/a|#n/a|na|n.a.|nc|n.c.|nd|n.d.|nr|inconnu|inconnue|unknown|none|null|nil|neant|néant|aucun|aucune|non renseigné|non renseigne|#ref!|#value!|#valeur!|#nom?'.split(
    '|',
  ),
)

/** A cell as text: spaces trimmed and joined, Excel's `="0012"` taken as 0012 and the guard `'=` of ours and others undone; undefined when it says nothing. */
export function readText(cell: string): string | undefined {
  const text = cell.replace(/[\s\u00a0\u202f\u200b\ufeff]+/g, ' ').trim()
  const unwrapped = /^="([^"]*)"$/.exec(text)?.[1]?.trim() ?? text.replace(/(^|[;,]["' ]*)'(?=[=+\-@])/g, '$1')
  return emptyWords.has(unwrapped.toLowerCase()) ? undefined : unwrapped
}
