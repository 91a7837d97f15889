import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Option } from 'commander'
import { equipmentForms, exportAssets, visible, visibleJson } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** `assets export FILE`: the inventory, as the import reads it, with what the network added. */
export const assetsExportCommand: CommandDefinition = {
  name: 'assets export',
  arguments: '<file>',
  description:
    'writes the whole inventory into a file, in the columns that "assets import" reads, with what the network added beside them',
  options: [
    new Option('--as <form>', 'the form; else by the ending of the file').choices(equipmentForms),
    new Option('--lang <language>', 'of headers and words; else that of the terminal').choices(['en', 'fr']),
  ],
  examples: ['auscult assets export inventory.xlsx', 'auscult assets export inventory.csv --lang fr'],
  run: async (session, [file = ''], options) => {
    const asked = textOption(options, 'as') ?? (file.toLowerCase().endsWith('.xlsx') ? 'xlsx' : 'csv')
    const form = equipmentForms.find((each) => each === asked) ?? 'csv'
    const lang = textOption(options, 'lang')
    const language = lang === 'en' || lang === 'fr' ? lang : session.language
    const { pieces, devices } = await withOrganisation(session, async (store, organisation) =>
      exportAssets(store, { organisation, form, language, now: new Date() }),
    )
    await pipeline(Readable.from(pieces), createWriteStream(file))
    const told = session.json ? visibleJson({ file, devices, form }) : `${visible(file)}: ${devices} devices`
    await session.screen.answer([`${told}\n`])
    return 0
  },
}
