import { isWholeDigest } from '../../model/index.ts'
import type { ProductNamed, StatementStatus } from '../../model/index.ts'
import { cycloneDxJustifications, cycloneDxResponses, cycloneDxStates, labelOf } from '../labels.ts'
import type { StatementsToWrite, StatementWriter } from '../writer.ts'

/** CycloneDX 1.6 VEX: a document of its own, whose references are BOM-Links into it. */
export const cycloneDxWriter: StatementWriter = {
  id: 'cyclonedx',
  format: 'CycloneDX 1.6',
  source: 'https://cyclonedx.org/docs/1.6/json/',
  mediaType: 'application/vnd.cyclonedx+json',
  write,
}

function write(given: StatementsToWrite): object {
  const { product, publisher, writtenAt, documentUuid, statements } = given
  const parts = [
    ...new Map(
      statements.flatMap(({ component }) => (component === undefined ? [] : [[keyOf(component), component] as const])),
    ),
  ]
  const refs = new Map(parts.map(([key], index) => [key, `part-${index + 1}`]))
  const link = (ref: string): string => `urn:cdx:${documentUuid}/1#${ref}`
  return {
    $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
    bomFormat: 'CycloneDX',
    specVersion: '1.6',
    serialNumber: `urn:uuid:${documentUuid}`,
    version: 1,
    metadata: {
      timestamp: writtenAt,
      manufacturer: { name: publisher.name },
      component: {
        type: 'device',
        'bom-ref': 'product',
        manufacturer: { name: product.maker },
        name: product.model,
        version: product.version,
      },
    },
    components: parts.map(([key, part]) => toPart(part, refs.get(key) ?? '')),
    vulnerabilities: statements.map((each) => {
      const ref = each.component === undefined ? 'product' : (refs.get(keyOf(each.component)) ?? '')
      return toFlaw(each, link(ref))
    }),
  }
}

function keyOf(part: ProductNamed): string {
  return JSON.stringify([part.name, part.version, part.purls, part.cpes, part.hashes])
}

function toPart({ name, maker, model, version, purls, cpes, hashes }: ProductNamed, ref: string): object {
  const [purl, cpe] = [purls[0], cpes[0]]
  return {
    type: 'library',
    'bom-ref': ref,
    name: model ?? name,
    ...(maker === undefined ? {} : { supplier: { name: maker } }),
    ...(version === undefined ? {} : { version }),
    ...(purl === undefined ? {} : { purl }),
    ...(cpe === undefined ? {} : { cpe }),
    ...(hashes.length === 0
      ? {}
      : { hashes: hashes.filter(isWholeDigest).flatMap(({ algorithm, hex }) => toHash(algorithm, hex)) }),
  }
}

const hashNames: Readonly<Record<string, string>> = {
  md5: 'MD5',
  sha1: 'SHA-1',
  sha256: 'SHA-256',
  sha384: 'SHA-384',
  sha512: 'SHA-512',
  sha3256: 'SHA3-256',
  sha3384: 'SHA3-384',
  sha3512: 'SHA3-512',
}

function toHash(algorithm: string, hex: string): object[] {
  const alg = hashNames[algorithm]
  return alg === undefined ? [] : [{ alg, content: hex }]
}

function toFlaw(each: StatementsToWrite['statements'][number], ref: string): object {
  const { vulnerability, aliases, action, status, justification, impact, remediation, compensatingControl } = each
  const response = Object.entries(cycloneDxResponses).find(([, kind]) => kind === remediation)?.[0]
  return {
    id: vulnerability,
    ...(aliases.length === 0 ? {} : { references: aliases.map((id) => ({ id, source: { name: sourceOf(id) } })) }),
    ...(action === undefined ? {} : { recommendation: action }),
    ...(each.updatedAt === undefined ? {} : { updated: each.updatedAt }),
    analysis: {
      ...stateOf(status, compensatingControl),
      ...(justification === undefined ? {} : { justification: labelOf(cycloneDxJustifications, justification) }),
      ...(response === undefined ? {} : { response: [response] }),
      ...(impact === undefined ? {} : { detail: impact }),
      ...(each.statedAt === undefined ? {} : { firstIssued: each.statedAt }),
      ...(each.updatedAt === undefined ? {} : { lastUpdated: each.updatedAt }),
    },
    affects: [{ ref }],
  }
}

/** What protects from outside has a word here, and is read back as affected. */
function stateOf(status: StatementStatus, compensatingControl: string | undefined): object {
  if (status === 'affected' && compensatingControl !== undefined)
    return {
      state: 'not_affected',
      justification: compensatingControl.includes('perimeter')
        ? 'protected_at_perimeter'
        : 'protected_by_mitigating_control',
    }
  return { state: labelOf(cycloneDxStates, status) }
}

function sourceOf(id: string): string {
  return id.includes('-') ? id.slice(0, id.indexOf('-')) : id
}
