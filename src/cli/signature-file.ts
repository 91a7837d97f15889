import { basename } from 'node:path'
import type { SignatureGiven } from '../flows/index.ts'
import { textOption } from './command.ts'
import { CommandError } from './failure.ts'
import { readInput } from './files.ts'

/** What `--signature` names; it is over the bytes of one file. Throws `usage` beside several. */
export async function signatureOf(
  options: Readonly<Record<string, unknown>>,
  files: readonly string[],
): Promise<SignatureGiven | undefined> {
  const path = textOption(options, 'signature')
  if (path === undefined) return undefined
  if (files.length !== 1)
    throw new CommandError('usage', '--signature belongs to one file: add each signed file by a command of its own')
  return { bytes: await readInput(path), fileName: basename(path) }
}
