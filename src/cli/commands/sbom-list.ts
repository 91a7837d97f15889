import { Option } from 'commander'
import { listSboms, saySignature, visible } from '../../flows/index.ts'
import type { Language, SbomSummary } from '../../flows/index.ts'
import { allPages, jsonList } from '../all-pages.ts'
import { numberOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'
import { sayRetired } from '../say-retired.ts'
import { toSbomId } from './sbom-retire.ts'

const pageLimit = 500

/** `sbom list`: the SBOMs that are in force, the newest first. */
export const sbomListCommand: CommandDefinition = {
  name: 'sbom list',
  arguments: '',
  description:
    'lists the SBOMs in force, the newest first, with the numbers that other commands take and what their signatures prove',
  options: [
    new Option('--all', 'also those that were taken back'),
    new Option('--model-version <id>', 'only those that describe, or described, this model version').argParser(
      toSbomId,
    ),
  ],
  examples: ['auscult sbom list', 'auscult sbom list --all --model-version 7', 'auscult sbom list --json'],
  run: async (session, _given, options) => {
    const modelVersionId = numberOption(options, 'modelVersion')
    const asked = { alsoRetired: options['all'] === true, ...(modelVersionId && { modelVersionId }) }
    await withOrganisation(session, async (store, organisation) => {
      const all = allPages(pageLimit, async (page) => listSboms(store, { organisation, page, ...asked }))
      await session.screen.answer(session.json ? jsonList('sboms', all) : toText(all, session.language))
    })
    return 0
  },
}

async function* toText(sboms: AsyncIterable<SbomSummary>, language: Language): AsyncGenerator<string> {
  for await (const { sbomId, addedAt, format, components, fileName, sha256, signature, ...end } of sboms)
    yield `${String(sbomId).padStart(6)}  ${addedAt.slice(0, 10)}  ${visible(format)}  ${components} components  ${visible(fileName ?? sha256)}  ${saySignature(signature, language)}${sayRetired(end)}\n`
}
