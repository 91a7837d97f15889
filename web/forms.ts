/** What stands in a field of a form, without the spaces around it; empty when nothing does. */
export function textOf(fields: FormData, name: string): string {
  const value = fields.get(name)
  return typeof value === 'string' ? value.trim() : ''
}
