import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder of the repository. */
export const root = join(import.meta.dirname, '..')

/** A package in `package-lock.json`, by its path from the repository's folder. */
export interface Locked {
  readonly version: string
  /** The digest of its archive, as `sha512-` and base64. */
  readonly integrity?: string
  readonly license?: string
}

/** All packages that `npm ci` installs. */
export function readLock(): Readonly<Record<string, Locked>> {
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
    readonly packages: Record<string, Locked>
  }
  return lock.packages
}
