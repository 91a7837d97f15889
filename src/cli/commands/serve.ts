import { Option } from 'commander'
import { numberOption, textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { toPort } from '../port.ts'
import { withStore } from '../session.ts'

/** The port when none is named. */
export const usualPort = 8320

/** `serve`: the page and the HTTP interface, until it is told to stop. */
export const serveCommand: CommandDefinition = {
  name: 'serve',
  arguments: '',
  description: 'serves the page and the HTTP interface on this machine, and prints their address',
  options: [
    new Option('--port <number>', 'where it listens').default(usualPort).argParser(toPort),
    new Option('--host <address>', '127.0.0.1 or ::1, nothing beyond this machine').default('127.0.0.1'),
    new Option('--pull-feeds <when>', 'fetches every feed by itself; without it nothing is fetched unasked').choices([
      'daily',
    ]),
    new Option('--new-token', 'makes another token; whoever has the old one is locked out'),
  ],
  examples: [
    'auscult serve',
    'auscult serve --port 9000',
    'auscult --demo serve',
    'auscult serve --pull-feeds daily',
    'auscult serve --new-token',
  ],
  run: async (session, _given, options) => {
    const host = textOption(options, 'host')
    const { serve } = await import('../serving.ts') // a tenth of a second that no other command should wait
    await withStore(session, async (store) =>
      serve(session, store, {
        port: numberOption(options, 'port') ?? usualPort,
        ...(host === undefined ? {} : { host }),
        newToken: options['newToken'] === true,
        showToken: 'whenNew',
        ...(options['pullFeeds'] === 'daily' ? { pullFeeds: 'daily' } : {}),
        logs: options['quiet'] !== true,
      }),
    )
    return 0
  },
}
