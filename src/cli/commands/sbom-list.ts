import { listSboms, saySignature, visible, visibleJson } from '../../flows/index.ts'
import type { Language, SbomSummary } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** Asked for at a time, so that a nation's list is never held. */
const pageLimit = 500

/** `sbom list`: the SBOMs that are in force, the newest first. */
export const sbomListCommand: CommandDefinition = {
  name: 'sbom list',
  arguments: '',
  description:
    'lists the SBOMs in force, the newest first, with the numbers that other commands take and what their signatures prove',
  options: [],
  examples: ['auscult sbom list', 'auscult sbom list --json'],
  run: async (session) => {
    await withOrganisation(session, async (store, organisation) => {
      async function* all(): AsyncGenerator<SbomSummary> {
        let after: string | undefined
        do {
          const page = { limit: pageLimit, ...(after === undefined ? {} : { after }) }
          const { items, next } = await listSboms(store, { organisation, page })
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
  for await (const { sbomId, addedAt, format, components, fileName, sha256, signature } of sboms)
    yield `${String(sbomId).padStart(6)}  ${addedAt.slice(0, 10)}  ${visible(format)}  ${components} components  ${visible(fileName ?? sha256)}  ${saySignature(signature, language)}\n`
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
