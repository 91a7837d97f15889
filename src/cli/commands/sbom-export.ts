import { createWriteStream } from 'node:fs'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { Option } from 'commander'
import { exportSbom, sbomWriters, visible, visibleJson } from '../../flows/index.ts'
import type { ExportedSbom, SbomWriterId } from '../../flows/index.ts'
import { textOption } from '../command.ts'
import type { CommandDefinition } from '../command.ts'
import { toNomenclature } from '../nomenclature.ts'
import { withOrganisation } from '../session.ts'
import type { Session } from '../session.ts'
import { readVersion } from '../version.ts'

const ids = sbomWriters.map(({ id }) => id)

/** `sbom export WHAT`: an SBOM, or all SBOMs of a model version as one, in a format that others read. */
export const sbomExportCommand: CommandDefinition = {
  name: 'sbom export',
  arguments: '<what>',
  description:
    'writes one SBOM (by number) or all SBOMs of a model version as one (model:NUMBER), as CycloneDX 1.6 or SPDX 2.3 JSON; nothing that the SBOMs say is lost',
  options: [
    new Option('--as <format>', 'the format').choices(ids).default('cyclonedx'),
    new Option('--output <file>', 'writes into a file; else to standard output'),
  ],
  examples: ['auscult sbom export 12 > pump.cdx.json', 'auscult sbom export model:7 --as spdx --output pump.spdx.json'],
  run: async (session, given, options) => {
    const what = toNomenclature(given[0] ?? '')
    const as = toWriter(textOption(options, 'as'))
    const { signal } = session
    await withOrganisation(session, async (store, organisation) => {
      const exported = await exportSbom(store, {
        organisation,
        what,
        as,
        now: new Date(),
        version: readVersion(),
        signal,
      })
      await write(session, exported, textOption(options, 'output'))
    })
    return 0
  },
}

function toWriter(asked: string | undefined): SbomWriterId {
  return ids.find((id) => id === asked) ?? 'cyclonedx'
}

async function write({ screen, json }: Session, exported: ExportedSbom, output: string | undefined): Promise<void> {
  if (output === undefined) return screen.answer(exported.pieces)
  await pipeline(Readable.from(exported.pieces), createWriteStream(output))
  const { components, mediaType } = exported
  const told = json
    ? visibleJson({ file: output, components, mediaType })
    : `${visible(output)}: ${components} components`
  await screen.answer([`${told}\n`])
}
