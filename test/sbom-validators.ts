import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { Ajv } from 'ajv'
import type { ValidateFunction } from 'ajv'
import addFormats from 'ajv-formats'

const require = createRequire(import.meta.url)
const schemas = join(dirname(require.resolve('@cyclonedx/cyclonedx-library/package.json')), 'res', 'schema')

let validate: ValidateFunction | undefined

/** Where a document breaks the official JSON schema of CycloneDX 1.6, one sentence each. */
export function cycloneDxFaults(document: unknown): string[] {
  validate ??= compile()
  if (validate(document)) return []
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
}

function compile(): ValidateFunction {
  const ajv = withFormats()
  for (const name of ['jsf-0.82', 'spdx', 'cryptography-defs'])
    ajv.addSchema(schemaOf(name), `http://cyclonedx.org/schema/${name}.SNAPSHOT.schema.json`)
  return ajv.compile(schemaOf('bom-1.6'))
}

function schemaOf(name: string): object {
  return JSON.parse(readFileSync(join(schemas, `${name}.SNAPSHOT.schema.json`), 'utf8')) as object
}

/** Where a document breaks a JSON schema that is given, one sentence each. */
export function faultsBy(schema: object): (document: unknown) => string[] {
  const check = withFormats().compile(schema)
  return (document) =>
    check(document) ? [] : (check.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message ?? ''}`)
}

interface Spdx {
  readonly creationInfo: { readonly created: string; readonly creators: readonly string[] }
  readonly documentNamespace: string
  readonly packages: readonly {
    readonly SPDXID: string
    readonly licenseDeclared?: string
    readonly filesAnalyzed?: boolean
    readonly externalRefs?: readonly { readonly referenceLocator: string }[]
    readonly validUntilDate?: string
  }[]
  readonly relationships: readonly {
    readonly spdxElementId: string
    readonly relatedSpdxElement: string
    readonly relationshipType: string
  }[]
  readonly hasExtractedLicensingInfos?: readonly { readonly licenseId: string; readonly extractedText: string }[]
}

/** Where a document breaks rules of SPDX 2.3 that its JSON schema does not hold: the text of the specification, clause by clause. */
export function spdxFaults(document: unknown): string[] {
  const { creationInfo, documentNamespace, packages, relationships, hasExtractedLicensingInfos = [] } = document as Spdx
  const ids = new Set(['SPDXRef-DOCUMENT', ...packages.map(({ SPDXID }) => SPDXID)])
  const licences = new Set(hasExtractedLicensingInfos.map(({ licenseId }) => licenseId))
  const named = packages.flatMap(
    ({ licenseDeclared = '' }) => licenseDeclared.match(/LicenseRef-[A-Za-z0-9.-]+/g) ?? [],
  )
  const instant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}Z$/
  const rules: readonly (readonly [holds: boolean, clause: string])[] = [
    [ids.size === packages.length + 1, '7.2: an identifier is used twice'],
    [[...ids].every((id) => /^SPDXRef-[A-Za-z0-9.-]+$/.test(id)), '7.2: an identifier holds other characters'],
    [instant.test(creationInfo.created), '6.9: created is no instant in seconds'],
    [
      creationInfo.creators.every((each) => /^(?:Tool|Person|Organization): \S/.test(each)),
      '6.8: a creator is of no kind',
    ],
    [!documentNamespace.includes('#') && URL.canParse(documentNamespace), '6.5: the namespace is no URI'],
    [
      packages.every(({ validUntilDate }) => validUntilDate === undefined || instant.test(validUntilDate)),
      '7.27: a date is no instant',
    ],
    [
      packages.every(({ externalRefs = [] }) =>
        externalRefs.every(({ referenceLocator }) => /^\S+$/.test(referenceLocator)),
      ),
      '7.21: a locator holds spaces',
    ],
    [named.every((ref) => licences.has(ref)), '10.1: a licence is named and not described'],
    [
      [...licences].every((id) => /^LicenseRef-[A-Za-z0-9.-]+$/.test(id)),
      '10.1: a licence identifier holds other characters',
    ],
    [
      relationships.every(
        ({ spdxElementId, relatedSpdxElement: other }) =>
          ids.has(spdxElementId) && (ids.has(other) || other === 'NONE' || other === 'NOASSERTION'),
      ),
      '11.1: a relationship names no element',
    ],
    [
      packages.length === 0 || relationships.some((each) => each.relationshipType === 'DESCRIBES'),
      '11.1: nothing is described',
    ],
  ]
  return rules.flatMap(([holds, clause]) => (holds ? [] : [clause]))
}

function withFormats(): Ajv {
  const ajv = new Ajv({ strict: false, allErrors: false, validateFormats: true })
  ;(addFormats as unknown as (ajv: Ajv) => Ajv)(ajv)
  ajv.addFormat('iri', true)
  ajv.addFormat('iri-reference', true)
  ajv.addFormat('idn-email', true)
  return ajv
}
