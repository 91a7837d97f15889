import { visible } from '../flows/index.ts'
import type { SbomSummary } from '../flows/index.ts'

/** That an SBOM was taken back, when, why, and for which; nothing for one in force. */
export function sayRetired({
  retiredAt,
  retiredBecause,
  replacedBy,
}: Pick<SbomSummary, 'retiredAt' | 'retiredBecause' | 'replacedBy'>): string {
  if (retiredAt === undefined) return ''
  const by = replacedBy === undefined ? '' : `, replaced by SBOM ${replacedBy}`
  return `  retired ${retiredAt.slice(0, 10)}${by}${retiredBecause === undefined ? '' : `: ${visible(retiredBecause)}`}`
}
