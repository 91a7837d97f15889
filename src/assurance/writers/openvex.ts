import { formatPurl, isWholeDigest, toPurl } from '../../model/index.ts'
import type { ProductNamed } from '../../model/index.ts'
import { justificationLabels, labelOf, openVexStatuses } from '../labels.ts'
import { nameOfProduct, noAction } from '../writer.ts'
import type { StatementsToWrite, StatementWriter } from '../writer.ts'

/** OpenVEX 0.2.0. It has no field for the kind of a remediation. */
export const openVexWriter: StatementWriter = {
  id: 'openvex',
  format: 'OpenVEX 0.2.0',
  source: 'https://github.com/openvex/spec/blob/main/OPENVEX-SPEC.md',
  mediaType: 'application/json',
  write: (given) => ({
    '@context': 'https://openvex.dev/ns/v0.2.0',
    '@id': `urn:uuid:${given.documentUuid}`,
    author: given.publisher.name,
    timestamp: given.writtenAt,
    version: 1,
    statements: given.statements.map((each) => toStatement(given, each)),
  }),
}

function toStatement(given: StatementsToWrite, each: StatementsToWrite['statements'][number]): object {
  const { status, vulnerability, aliases, component, justification, impact, action, compensatingControl } = each
  return {
    vulnerability: { name: vulnerability, ...(aliases.length === 0 ? {} : { aliases }) },
    products: [
      { ...productOf(given), ...(component === undefined ? {} : { subcomponents: [componentOf(component)] }) },
    ],
    status: labelOf(openVexStatuses, status),
    ...(justification === undefined ? {} : { justification: labelOf(justificationLabels, justification) }),
    ...(impact === undefined ? {} : { impact_statement: impact }),
    ...(action === undefined && status !== 'affected' ? {} : { action_statement: action ?? noAction }),
    ...(compensatingControl === undefined ? {} : { status_notes: `compensating control: ${compensatingControl}` }),
    timestamp: each.statedAt ?? each.updatedAt ?? given.writtenAt,
    ...(each.updatedAt === undefined ? {} : { last_updated: each.updatedAt }),
  }
}

function productOf(given: StatementsToWrite): object {
  const { maker, model, version } = given.product
  const purl = toPurl({ type: 'generic', namespace: maker, name: model, version })
  const text = purl === undefined ? nameOfProduct(given) : formatPurl(purl)
  return { '@id': text, identifiers: { purl: text } }
}

function componentOf({ name, purls, cpes, hashes }: ProductNamed): object {
  const [purl, cpe] = [purls[0], cpes[0]]
  const identifiers = {
    ...(purl === undefined ? {} : { purl }),
    ...(cpe === undefined ? {} : { [cpe.startsWith('cpe:2.3') ? 'cpe23' : 'cpe22']: cpe }),
  }
  const whole = hashes.filter(isWholeDigest)
  return {
    '@id': purl ?? cpe ?? name,
    ...(Object.keys(identifiers).length === 0 ? {} : { identifiers }),
    ...(whole.length === 0
      ? {}
      : { hashes: Object.fromEntries(whole.map(({ algorithm, hex }) => [openVexHash(algorithm), hex])) }),
  }
}

/** `sha-256`, as OpenVEX spells it. */
function openVexHash(algorithm: string): string {
  return algorithm.replace(/^sha(?=\d{3}$)/, 'sha-')
}
