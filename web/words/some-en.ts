import { formatsOf } from '../formats.ts'

export const { count: n } = formatsOf('en')

/** `1 device`, `2,015 devices`. */
export const some = (count: number, one: string, many: string): string => `${n(count)} ${count === 1 ? one : many}`
