import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import type { Language } from '../flows/index.ts'

/** All that the environment says to the command line; nothing else reads it. */
export interface Environment {
  readonly databaseUrl: string | undefined
  /** Where the password for `databaseUrl` stands, when it is not in the address itself. */
  readonly databasePasswordFile: string | undefined
  /** Where data lies unless `--data` names another folder. */
  readonly dataFolder: string
  readonly language: Language
  /** Stack traces are shown. */
  readonly debug: boolean
  /** The variables that name proxies, as they are. */
  readonly proxies: Variables
}

/** Variables by name, as `process.env` holds them. */
export type Variables = Readonly<Record<string, string | undefined>>

/** Reads this process's environment. */
export function readEnvironment(): Environment {
  return toEnvironment(process.env, process.getuid?.() === 0)
}

/** Reads variables; those that are set to nothing count as not set. */
export function toEnvironment(variables: Variables, isRoot: boolean): Environment {
  const valueOf = (name: string): string | undefined => (variables[name] === '' ? undefined : variables[name])
  const given = valueOf('AUSCULT_DATA_FOLDER')
  const locale = valueOf('LC_ALL') ?? valueOf('LC_MESSAGES') ?? valueOf('LANG') ?? ''
  return {
    databaseUrl: valueOf('DATABASE_URL'),
    databasePasswordFile: valueOf('DATABASE_PASSWORD_FILE'),
    dataFolder: given === undefined ? defaultDataFolder(valueOf('XDG_DATA_HOME'), isRoot) : resolve(given),
    language: /^fr(?![a-z])/i.test(locale) ? 'fr' : 'en',
    debug: valueOf('AUSCULT_DEBUG') !== undefined,
    proxies: Object.fromEntries(Object.entries(variables).filter(([name]) => /^(https?|no)_proxy$/i.test(name))),
  }
}

/** PostgreSQL does not run as root, and its own account cannot pass through /root; so root's data lies where a service's does. */
function defaultDataFolder(dataHome: string | undefined, isRoot: boolean): string {
  if (isRoot) return '/var/lib/auscult'
  return join(dataHome ?? join(homedir(), '.local', 'share'), 'auscult')
}
