import { visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withStore } from '../session.ts'

/** `db migrate`: brings the schema up to date, as every other command does on its way. */
export const dbMigrateCommand: CommandDefinition = {
  name: 'db migrate',
  arguments: '',
  description: 'makes the database and brings its schema up to date; every other command does so by itself',
  options: [],
  examples: ['auscult db migrate', 'DATABASE_URL=postgres://… auscult db migrate'],
  run: async (session) => {
    await withStore(session, async () => undefined)
    await session.screen.answer([session.json ? `${visibleJson({ migrated: true })}\n` : 'the schema is up to date\n'])
    return 0
  },
}
