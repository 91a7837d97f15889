import { restore } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { tellCopied, toldProgress } from '../copying.ts'
import { withBareStore } from '../session.ts'

/** `db restore FILE`: puts a backup into a database that holds nothing yet. */
export const dbRestoreCommand: CommandDefinition = {
  name: 'db restore',
  arguments: '<file>',
  description: 'puts a backup into an empty database, whole or not at all',
  options: [],
  examples: ['auscult db restore auscult-2026-01-31.backup --data /srv/auscult'],
  run: async (session, given) => {
    const [file = ''] = given
    const options = { signal: session.signal, onProgress: toldProgress(session) }
    const copied = await withBareStore(session, async (store) => restore(store, file, options))
    await tellCopied(session, { file, ...copied }, ' restored')
    return 0
  },
}
