import { listFields } from '../model/index.ts'
import type { ColumnChoice, ListField } from '../model/index.ts'
import { FlowError } from './error.ts'

const fields: ReadonlySet<string> = new Set([...listFields, 'none'])

/**
 * What a person says of the columns of a component list: `name=2,version=Version,none=Notes`. A number is a position from 1, any other text a
 * header; a header may hold a comma. Throws `notUnderstood`.
 */
export function readColumnChoices(text: string): readonly ColumnChoice[] {
  return text.split(/,(?=\s*[a-zA-Z]+\s*=)/).map((part) => {
    const [, word = '', stated = ''] = /^\s*([a-zA-Z]+)\s*=(.*)$/s.exec(part) ?? []
    const field = word === 'license' ? 'licence' : word
    const column = stated.trim()
    if (!fields.has(field) || column === '')
      throw new FlowError(
        'notUnderstood',
        `columns "${part.trim().slice(0, 100)}" is not understood; write FIELD=COLUMN, for example name=2,version=Version, where FIELD is one of ${[...fields].join(', ')}`,
      )
    const position = /^\d{1,4}$/.test(column) ? Number(column) : undefined
    return { field: field as ListField | 'none', column: position ?? column }
  })
}
