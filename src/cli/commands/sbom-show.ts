import { readSbom, readSbomDepth, sayDepth, saySignature, visible, visibleJson } from '../../flows/index.ts'
import type { SbomDetail } from '../../flows/index.ts'
import type { CommandDefinition } from '../command.ts'
import { CommandError } from '../failure.ts'
import { sayRetired } from '../say-retired.ts'
import { withOrganisation } from '../session.ts'

const shown = 20

/** `sbom show ID`: one SBOM, what it describes, its signatures, and what could not be kept of it. */
export const sbomShowCommand: CommandDefinition = {
  name: 'sbom show',
  arguments: '<id>',
  description:
    'shows an SBOM: what it describes, how deep it goes, what its signatures prove, and what could not be kept of it',
  options: [],
  examples: ['auscult sbom show 12'],
  run: async (session, [asked = '']) => {
    if (!/^\d{1,10}$/.test(asked))
      throw new CommandError('usage', 'name an SBOM by its number, as "sbom list" shows it')
    const { sbom, depth } = await withOrganisation(session, async (store, organisation) => ({
      sbom: await readSbom(store, organisation, Number(asked)),
      depth: await readSbomDepth(store, organisation, Number(asked), session.signal),
    }))
    const { language } = session
    const lines = [
      ...linesOf(sbom, language),
      ...sayDepth(depth, language).map((line) => `${line}\n`),
      ...problemLines(sbom),
    ]
    await session.screen.answer(session.json ? [`${visibleJson({ ...sbom, depth })}\n`] : lines)
    return 0
  },
}

function* linesOf(sbom: SbomDetail, language: Parameters<typeof saySignature>[1]): Generator<string> {
  const { sbomId, format, components, addedAt, sha256, fileName = '', signature, signatures } = sbom
  yield `${sbomId}  ${visible(format)}  ${components} components  added ${addedAt.slice(0, 10)}  ${visible(fileName)}${sayRetired(sbom)}\n`
  yield `SHA-256 ${sha256}\n`
  for (const { maker, model, version = '' } of sbom.describes.slice(0, shown))
    yield `describes ${visible(`${maker} ${model} ${version}`)}\n`
  yield `${saySignature(signature, language)}\n`
  if (signature.is === 'valid' || signature.is === 'invalid' || signature.is === 'unknownKey') {
    const { fingerprint = '-', signedAt = '-', kind } = signature
    yield `  ${kind}, key ${fingerprint}, signed ${signedAt}\n`
  }
  if (signatures.length > 1)
    for (const { covers, state } of signatures.slice(0, shown))
      yield `  ${covers === '' ? 'the whole' : visible(covers)}: ${saySignature(state, language)}\n`
}

function* problemLines({ problems }: SbomDetail): Generator<string> {
  for (const { where, what } of problems.slice(0, shown)) yield `  ${visible(where)}: ${visible(what)}\n`
  if (problems.length > shown) yield `  … and ${problems.length - shown} more: --json lists them\n`
}
