import { Option } from 'commander'
import { listSboms, saySignature, visible, visibleJson } from '../../flows/index.ts'
import type { Language, SbomSummary } from '../../flows/index.ts'
import { numberOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'
import { sayRetired } from '../say-retired.ts'
import { toSbomId } from './sbom-retire.ts'

/** Asked for at a time, so that a nation's list is never held. */
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
      async function* all(): AsyncGenerator<SbomSummary> {
        let after: string | undefined
        do {
          const page = { limit: pageLimit, ...(after === undefined ? {} : { after }) }
          const { items, next } = await listSboms(store, { organisation, page, ...asked })
          yield* items
          after = next
        } while (after !== undefined)
      }
      await session.screen.answer(session.json ? toJson(all()) : toText(all(), session.language))
    })
    return 0
  },
}

async function* toText(sboms: AsyncIterable<SbomSummary>, language: Language): AsyncGenerator<string> {
  for await (const { sbomId, addedAt, format, components, fileName, sha256, signature, ...end } of sboms)
    yield `${String(sbomId).padStart(6)}  ${addedAt.slice(0, 10)}  ${visible(format)}  ${components} components  ${visible(fileName ?? sha256)}  ${saySignature(signature, language)}${sayRetired(end)}\n`
}

async function* toJson(sboms: AsyncIterable<SbomSummary>): AsyncGenerator<string> {
  yield '{"sboms":['
  let isFirst = true
  for await (const sbom of sboms) {
    yield `${isFirst ? '\n' : ',\n'}${visibleJson(sbom)}`
    isFirst = false
  }
  yield ']}\n'
}
