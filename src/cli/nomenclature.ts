import { visible } from '../flows/index.ts'
import type { NomenclatureAsked } from '../flows/index.ts'
import { CommandError } from './failure.ts'

/** What a command line names: `12` is an SBOM, `model:7` a model version. Throws `usage`. */
export function toNomenclature(text: string): NomenclatureAsked {
  const [, kind, digits] = /^(sbom:|model:)?(\d{1,9})$/i.exec(text) ?? []
  if (digits === undefined)
    throw new CommandError(
      'usage',
      `"${visible(text, 60)}" is neither the number of an SBOM (12) nor of a model version (model:7); "auscult sbom list" shows both`,
    )
  return kind?.toLowerCase() === 'model:' ? { modelVersionId: Number(digits) } : { sbomId: Number(digits) }
}
