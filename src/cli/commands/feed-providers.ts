import { listAdvisoryProviders, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withStore } from '../session.ts'

/** `feed providers`: which CSAF providers were pulled, by which keys. */
export const feedProvidersCommand: CommandDefinition = {
  name: 'feed providers',
  arguments: '',
  description: 'lists the CSAF providers that were pulled, their keys, how fresh they are, and what was rejected',
  options: [],
  examples: ['auscult feed providers', 'auscult feed providers --json'],
  run: async (session) => {
    const providers = await withStore(session, listAdvisoryProviders)
    const lines = providers.flatMap(({ url, name, documents, rejected, newestAt, pulledAt, keys, problems }) => [
      `${visible(name)}  ${visible(url)}\n`,
      `  ${documents} documents, ${rejected} rejected, newest ${newestAt?.slice(0, 10) ?? '-'}, pulled ${pulledAt.slice(0, 10)}\n`,
      ...keys.map(({ fingerprint }) => `  key ${fingerprint}\n`),
      ...problems.map((problem) => `  ${visible(problem, 500)}\n`),
    ])
    await session.screen.answer(session.json ? [`${visibleJson({ providers })}\n`] : lines)
    return 0
  },
}
