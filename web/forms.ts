import type { SubmitEvent } from 'react'

/** What stands in a field of a form, without the spaces around it; empty when nothing does. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value.trim() : ''
}

/** What a form does when it is sent: what `read` finds in its fields is said; nothing is where that is undefined. */
export function submitting<Said>(
  read: (fields: FormData) => Said | undefined,
  say: (said: Said) => void,
): (event: SubmitEvent<HTMLFormElement>) => void {
  return (event) => {
    event.preventDefault()
    const said = read(new FormData(event.currentTarget))
    if (said !== undefined) say(said)
  }
}
