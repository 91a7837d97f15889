import { visible } from '../flows/index.ts'
import { CommandError } from './failure.ts'

/** The number by which a list names something: `of` says what, `list` which command shows it. Throws `usage` for any other text. */
export function listedNumber(text: string, { of, list }: { readonly of: string; readonly list: string }): number {
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  throw new CommandError('usage', `"${visible(text, 40)}" is no number of ${of}; "auscult ${list}" shows them`)
}

/** The number of a model version, as the lists of SBOMs tell it. Throws `usage`. */
export function modelVersionNumber(text: string): number {
  return listedNumber(text.replace(/^model:/, ''), { of: 'a model version', list: 'sbom list' })
}
