/** Labels under which a document may be shown to everybody who uses this Auscult; `AMBER` and `RED` are for whom they were sent to. */
const shared = new Set(['', 'WHITE', 'CLEAR', 'GREEN'])

/** Whether a document of this label of the Traffic Light Protocol belongs to the knowledge that all organisations share. */
export function isShared(tlp: string | undefined): boolean {
  return shared.has((tlp ?? '').toUpperCase())
}
