import type { Component, DeviceId, OrganisationId, Sbom, SbomHeader } from '../model/index.ts'
import { bytesOfSbom, fileOfSbom, inOrganisation, linesOfSbom, relationsOfSbom } from '../store/index.ts'
import type { Store, StoredLine } from '../store/index.ts'
import { openReadingRoom } from './read-apart.ts'

/** Large documents are read one after the other, each in a thread of its own. */
const readApart = openReadingRoom()
const pieceBytes = 8 * 1024 * 1024

/**
 * All that a stored SBOM says, read from its document again: the store does not keep everything. A document that is read otherwise than when it
 * came (a list whose columns a person named, a reader that has changed since) is given by what the store keeps, which is what counts.
 */
export async function storedSbom(
  store: Store,
  organisationId: OrganisationId,
  { sbomId }: SbomHeader,
  signal?: AbortSignal,
): Promise<Sbom> {
  const bytes = await bytesOf(store, organisationId, sbomId)
  const target = { deviceId: '' as DeviceId } // what it describes is known
  const prepared = await readApart({ organisationId, bytes, target, ...(signal === undefined ? {} : { signal }) })
  return inOrganisation(store, organisationId, async (trx) => {
    const lines = await linesOfSbom(trx, sbomId)
    if (!('is' in prepared) && isSame(prepared.sbom, lines)) return prepared.sbom
    return {
      format: { name: 'CycloneDX', version: '1.6', encoding: 'json' },
      authors: [],
      tools: [],
      components: lines.map(toComponent),
      relations: await relationsOfSbom(trx, sbomId),
      completeness: [],
      problems: [],
    }
  })
}

async function bytesOf(store: Store, organisationId: OrganisationId, sbomId: number): Promise<Uint8Array> {
  return inOrganisation(store, organisationId, async (trx) => {
    const file = await fileOfSbom(trx, sbomId)
    const pieces: Buffer[] = []
    if (file === undefined) return Buffer.alloc(0)
    for (let offset = 0; offset < file.sizeBytes; offset += pieceBytes)
      pieces.push(await bytesOfSbom(trx, file.sbomId, { offset, length: pieceBytes }))
    return Buffer.concat(pieces)
  })
}

/** Lines are kept in the order of the document; names, versions and identifiers are what matching goes by. */
function isSame({ components }: Sbom, lines: readonly StoredLine[]): boolean {
  if (components.length !== lines.length) return false
  const sorted = (texts: readonly string[]): string => [...texts].sort().join('\0')
  return components.every(({ ref, name, version, purls, cpes }, place) => {
    const line = lines[place]
    return (
      line !== undefined &&
      line.ref === ref &&
      line.name === name &&
      line.version === (version ?? null) &&
      sorted(line.purls) === sorted(purls) &&
      sorted(line.cpes) === sorted(cpes)
    )
  })
}

function toComponent({
  parent,
  group,
  version,
  supplier,
  description,
  endOfSupport,
  hashes,
  ...line
}: StoredLine): Component {
  return {
    ...line,
    hashes: hashes.map((text) => {
      const [algorithm = '', hex = ''] = text.split(':')
      return { algorithm, hex }
    }),
    ...(parent === null ? {} : { parent }),
    ...(group === null ? {} : { group }),
    ...(version === null ? {} : { version }),
    ...(supplier === null ? {} : { supplier }),
    ...(description === null ? {} : { description }),
    ...(endOfSupport === null ? {} : { endOfSupport }),
  }
}
