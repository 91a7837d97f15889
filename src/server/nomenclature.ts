import type { NomenclatureAsked } from '../flows/index.ts'

/** How a query names an SBOM or a model version: `12`, `sbom:12`, `model:7`. */
export const nomenclaturePattern = '^(sbom:|model:)?[0-9]{1,9}$'

/** What a text of this pattern names. */
export function toNomenclature(text: string): NomenclatureAsked {
  const number = Number(text.slice(text.indexOf(':') + 1))
  return text.startsWith('model:') ? { modelVersionId: number } : { sbomId: number }
}
