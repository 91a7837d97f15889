import { listKeys, visible, visibleJson } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `key list`: whose signatures are trusted. */
export const keyListCommand: CommandDefinition = {
  name: 'key list',
  arguments: '',
  description: 'lists the public keys that are trusted, by the maker that each speaks for',
  options: [],
  examples: ['auscult key list', 'auscult key list --json'],
  run: async (session) => {
    const { items: keys } = await withOrganisation(session, listKeys)
    if (keys.length === 0 && !session.json)
      session.screen.remark('no key is trusted, so no signature counts; "auscult key add FILE --maker NAME" adds one')
    const lines = keys.map(({ keyId, kind, fingerprint, maker, names, from, to }) => {
      const term = [...(from === undefined ? [] : [`from ${from}`]), ...(to === undefined ? [] : [`until ${to}`])]
      return `${keyId}  ${visible(maker)}  ${kind} ${fingerprint}  ${visible(names)}${term.map((each) => `  ${each}`).join('')}\n`
    })
    await session.screen.answer(session.json ? [`${visibleJson({ keys })}\n`] : lines)
    return 0
  },
}
