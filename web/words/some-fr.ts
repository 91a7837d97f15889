import { formatsOf } from '../formats.ts'

export const { count: n } = formatsOf('fr')

/** `1 dispositif`, `2 015 dispositifs`; in French 0 and 1 are singular. */
export const some = (count: number, one: string, many: string): string => `${n(count)} ${count < 2 ? one : many}`
