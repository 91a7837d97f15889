import { visibleJson } from '../flows/index.ts'
import type { Page, PageAsked } from '../model/index.ts'

/** Every one of a list, asked for `limit` at a time, so that a long list is never held. */
export async function* allPages<T>(limit: number, read: (page: PageAsked) => Promise<Page<T>>): AsyncGenerator<T> {
  let after: string | undefined
  do {
    const { items, next } = await read({ limit, ...(after === undefined ? {} : { after }) })
    yield* items
    after = next
  } while (after !== undefined)
}

/** `{"sboms":[…]}` as the list comes, one a line; `beside`: other fields, which stand before it. */
export async function* jsonList(
  name: string,
  all: AsyncIterable<unknown>,
  beside: Readonly<Record<string, unknown>> = {},
): AsyncGenerator<string> {
  const others = Object.entries(beside).map(([field, value]) => `"${field}":${visibleJson(value)},`)
  yield `{${others.join('')}"${name}":[`
  let isFirst = true
  for await (const each of all) {
    yield `${isFirst ? '\n' : ',\n'}${visibleJson(each)}`
    isFirst = false
  }
  yield ']}\n'
}
