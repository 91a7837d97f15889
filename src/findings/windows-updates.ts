/** Numbers of a text that are looked at; more than these are told by their count. */
const mostNamed = 8

/**
 * Updates of Windows that a name or a version states (`KB5034127`), and why they settle nothing: which build an update brings is told by its
 * publisher alone. Undefined where the text states none.
 */
export function doubtOfUpdates(text: string): string | undefined {
  const updates = [...new Set([...text.matchAll(/\bKB ?(\d{6,8})\b/gi)].map(([, number]) => `KB${number}`))]
  if (updates.length === 0) return undefined
  const more = updates.length > mostNamed ? ` and ${updates.length - mostNamed} more` : ''
  return `${updates.slice(0, mostNamed).join(', ')}${more}: no loaded source tells which build that update brings; read the full build from the device (winver) and correct the version`
}
