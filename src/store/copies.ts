import type { backup as makeBackup } from './backup.ts'
import type { restore as makeRestore } from './restore.ts'

/** Writes a backup. Loaded when it is asked for: what checks the frames of one is half of all the modules that a command would load. */
export const backup: typeof makeBackup = async (...given) => (await import('./backup.ts')).backup(...given)

/** Brings a backup back; loaded when it is asked for. */
export const restore: typeof makeRestore = async (...given) => (await import('./restore.ts')).restore(...given)
