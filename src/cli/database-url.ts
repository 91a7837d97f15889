import { readFileSync } from 'node:fs'
import type { Environment } from './environment.ts'
import { CommandError } from './failure.ts'

/**
 * The database that the environment names, its password taken from a file where one is named: a secret that a container or systemd hands over
 * stays out of the environment, which other programs of the account can read. Undefined for the embedded database.
 */
export function databaseUrlOf({
  databaseUrl,
  databasePasswordFile,
}: Pick<Environment, 'databaseUrl' | 'databasePasswordFile'>): string | undefined {
  if (databasePasswordFile === undefined) return databaseUrl
  if (databaseUrl === undefined)
    throw new CommandError(
      'usage',
      'DATABASE_PASSWORD_FILE is set without DATABASE_URL, so nothing says which database it opens: set both, or neither for the embedded one',
    )
  if (!URL.canParse(databaseUrl)) return databaseUrl // opening it tells what is wrong with it
  const url = new URL(databaseUrl)
  url.password = encodeURIComponent(readPassword(databasePasswordFile))
  return url.href
}

function readPassword(path: string): string {
  const password = readText(path).replace(/\r?\n$/, '')
  if (password !== '') return password
  throw new CommandError('fileNotReadable', `DATABASE_PASSWORD_FILE: ${path} is empty; write the password there`)
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new CommandError('fileNotReadable', `DATABASE_PASSWORD_FILE: ${reason}; check the path and its rights`, {
      cause,
    })
  }
}
