import { listSboms, visible, visibleJson } from '../../flows/index.ts'
import type { SbomSummary } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { withOrganisation } from '../session.ts'

/** Asked for at a time, so that a nation's list is never held. */
const pageLimit = 500

/** `sbom list`: the SBOMs that are in force, the newest first. */
export const sbomListCommand: CommandDefinition = {
  name: 'sbom list',
  arguments: '',
  description: 'lists the SBOMs in force, the newest first, with the numbers that other commands take',
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
      await session.screen.answer(session.json ? toJson(all()) : toText(all()))
    })
    return 0
  },
}

async function* toText(sboms: AsyncIterable<SbomSummary>): AsyncGenerator<string> {
  for await (const { sbomId, addedAt, format, components, fileName, sha256 } of sboms)
    yield `${String(sbomId).padStart(6)}  ${addedAt.slice(0, 10)}  ${visible(format)}  ${components} components  ${visible(fileName ?? sha256)}\n`
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
