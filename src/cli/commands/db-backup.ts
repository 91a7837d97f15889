import { backup, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
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
    const { signal, screen } = session
    const onProgress = screen.draws
      ? ({ table, done, total }: { table: string; done: number; total: number }) =>
          screen.remark(`${done} of ${total}: ${table}`)
      : undefined
    const copied = await withStore(session, async (store) => backup(store, file, { signal, onProgress }))
    await screen.answer([
      session.json
        ? `${visibleJson({ file, ...copied })}\n`
        : `${visible(file)}: ${copied.rows} rows of ${copied.tables} tables\n`,
    ])
    return 0
  },
}
