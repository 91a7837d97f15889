import { backup } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { tellCopied, toldProgress } from '../copying.ts'
import { withStore } from '../session.ts'

/** `db backup FILE`: everything, as it stands at one instant, in one checksummed file. */
export const dbBackupCommand: CommandDefinition = {
  name: 'db backup',
  arguments: '<file>',
  description: 'writes everything into one checksummed file, while others go on working',
  options: [],
  examples: ['auscult db backup auscult-2026-01-31.backup'],
  run: async (session, given) => {
    const [file = ''] = given
    const options = { signal: session.signal, onProgress: toldProgress(session) }
    const copied = await withStore(session, async (store) => backup(store, file, options))
    await tellCopied(session, { file, ...copied })
    return 0
  },
}
