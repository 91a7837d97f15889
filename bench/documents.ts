import type { Client } from 'pg'
import { listedIn } from '../test/postings.ts'
import { seededRandom } from './random.ts'

/** A part of an SBOM as the nation's own SBOMs list it. */
export interface Part {
  readonly type: string
  readonly name: string
  readonly version: string
  readonly supplier: string | null
  readonly purls: readonly string[]
  readonly cpes: readonly string[]
}

/** Parts in an order of chance, those that many SBOMs list more often; enough for several SBOMs. */
export async function drawParts(client: Client, count: number): Promise<Part[]> {
  const { rows } = await client.query<Part>(
    `select type, name, version, supplier, purls, cpes
     from component join ${listedIn} as listed using (component_id)
     where version is not null and type <> 'device'
     order by ln(('x' || left(md5(component_id::text), 8))::bit(32)::bigint::float8 / 4294967296 + 1e-9) / sboms desc
     limit $1`,
    [count],
  )
  return rows
}

/** Which parts of a document no SBOM has named before: all of them, or so large a share. */
export type Novelty = 'all' | number

/** A CycloneDX document with so many components; the same number makes the same document, another number another one. */
export function sbomDocument(parts: readonly Part[], components: number, novelty: Novelty, number: number): Buffer {
  const random = seededRandom('document', number)
  const share = novelty === 'all' ? 1 : novelty
  const first = Math.floor(random() * parts.length)
  const listed = Array.from({ length: components }, (_, index) => {
    const part = parts[(first + index * 7) % parts.length]
    return part === undefined ? undefined : toJson(random() < share ? asNew(part, `${number}.${index}`) : part, index)
  })
  const device = {
    type: 'device',
    name: `Bench ${number}`,
    version: '1',
    manufacturer: { name: 'Bench' },
    'bom-ref': 'device',
  }
  const document = {
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    version: 1,
    metadata: { component: device },
    components: listed,
    dependencies: listed.map((_, index) => ({
      ref: `part-${index}`,
      dependsOn: [`part-${(index * 3 + 1) % components}`],
    })),
  }
  return Buffer.from(JSON.stringify(document))
}

/** The same software in a version that nobody has heard of, just above the one it has. */
function asNew(part: Part, suffix: string): Part {
  const version = `${part.version}.${suffix}`
  const renewed = (text: string): string =>
    text.replace(`@${part.version}`, `@${version}`).replace(`:${part.version}:*`, `:${version}:*`)
  return { ...part, version, purls: part.purls.map(renewed), cpes: part.cpes.map(renewed) }
}

function toJson({ type, name, version, supplier, purls, cpes }: Part, index: number): object {
  return {
    type,
    name,
    version,
    'bom-ref': `part-${index}`,
    ...(supplier === null ? {} : { supplier: { name: supplier } }),
    ...(purls[0] === undefined ? {} : { purl: purls[0] }),
    ...(cpes[0] === undefined ? {} : { cpe: cpes[0] }),
    licenses: [{ license: { id: 'MIT' } }],
  }
}
