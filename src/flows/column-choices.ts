import { assetFields } from '../inventory/index.ts'
import type { AssetField } from '../inventory/index.ts'
import { listFields } from '../model/index.ts'
import type { ColumnChoice } from '../model/index.ts'
import { FlowError } from './error.ts'

/**
 * What a person says of the columns of a component list: `name=2,version=Version,none=Notes`. A number is a position from 1, any other text a
 * header; a header may hold a comma. Throws `notUnderstood`.
 */
export function readColumnChoices(text: string): readonly ColumnChoice[] {
  return readChoices(text, { fields: listFields, example: 'name=2,version=Version' })
}

/** The same of an equipment list: `serial=4,ward=Unité,none=Notes`. Throws `notUnderstood`. */
export function readAssetColumnChoices(text: string): readonly ColumnChoice<AssetField>[] {
  return readChoices(text, { fields: assetFields, example: 'serial=4,ward=Unité' })
}

function readChoices<Field extends string>(
  text: string,
  { fields, example }: { readonly fields: readonly Field[]; readonly example: string },
): readonly ColumnChoice<Field>[] {
  const known = new Map<string, Field | 'none'>(
    [...fields, 'none' as const].map((field) => [field.toLowerCase(), field]),
  )
  return text.split(/,(?=\s*[a-zA-Z]+\s*=)/).map((part) => {
    const [, word = '', stated = ''] = /^\s*([a-zA-Z]+)\s*=(.*)$/s.exec(part) ?? []
    const field = known.get(word === 'license' ? 'licence' : word.toLowerCase())
    const column = stated.trim()
    if (field === undefined || column === '')
      throw new FlowError(
        'notUnderstood',
        `columns "${part.trim().slice(0, 100)}" is not understood; write FIELD=COLUMN, for example ${example}, where FIELD is one of ${[...known.values()].join(', ')}`,
      )
    const position = /^\d{1,4}$/.test(column) ? Number(column) : undefined
    return { field, column: position ?? column }
  })
}
