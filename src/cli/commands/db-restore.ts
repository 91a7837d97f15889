import { restore, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
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
    const { signal, screen } = session
    const onProgress = screen.draws
      ? ({ table, done, total }: { table: string; done: number; total: number }) =>
          screen.remark(`${done} of ${total}: ${table}`)
      : undefined
    const copied = await withBareStore(session, async (store) => restore(store, file, { signal, onProgress }))
    await screen.answer([
      session.json
        ? `${visibleJson({ file, ...copied })}\n`
        : `${visible(file)}: ${copied.rows} rows of ${copied.tables} tables restored\n`,
    ])
    return 0
  },
}
