import type { Option } from 'commander'
import type { Session } from './session.ts'

/** One command. It gives its exit code, and throws what is told as an error. */
export interface CommandDefinition {
  /** `ask`, or `sbom add` in a group. */
  readonly name: string
  /** As commander reads them: `<file...>` at least one, `[name]` may be absent. */
  readonly arguments: string
  readonly description: string
  readonly options: readonly Option[]
  readonly examples: readonly string[]
  readonly run: (
    session: Session,
    given: readonly string[],
    options: Readonly<Record<string, unknown>>,
  ) => Promise<number>
}

/** An option's text, if it was given. */
export function textOption(options: Readonly<Record<string, unknown>>, name: string): string | undefined {
  const value = options[name]
  return typeof value === 'string' ? value : undefined
}

/** The texts of an option that may be given several times. */
export function textsOption(options: Readonly<Record<string, unknown>>, name: string): readonly string[] {
  const value = options[name]
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : []
}

/** The number of an option that was parsed as one. */
export function numberOption(options: Readonly<Record<string, unknown>>, name: string): number | undefined {
  const value = options[name]
  return typeof value === 'number' ? value : undefined
}
