import type { Composition, PlacedPart } from '../composition.ts'
import { partHash } from '../part.ts'
import type { PartType } from '../part.ts'
import { documentUuid, hasHash, toolName, toolVersion, writtenAt } from './document.ts'

interface SpdxPackage {
  readonly id: string
  readonly name: string
  readonly version?: string
  readonly supplier?: string
  readonly type: PartType
  readonly sha256?: string
  readonly cpe?: string
  readonly purl?: string
  readonly validUntil?: string
}

interface SpdxRelationship {
  readonly from: string
  readonly kind: 'DESCRIBES' | 'CONTAINS' | 'DEPENDS_ON'
  readonly to: string
}

const documentId = 'SPDXRef-DOCUMENT'

/** Source: SPDX 2.2 and 2.3 JSON schemas; 2.2 has no package purpose and no end of validity, and spells PACKAGE_MANAGER. */
export function toSpdxJson(composition: Composition, version: '2.2' | '2.3'): string {
  const document = {
    spdxVersion: `SPDX-${version}`,
    dataLicense: 'CC0-1.0',
    SPDXID: documentId,
    name: documentName(composition),
    documentNamespace: namespace(composition),
    creationInfo: { created: writtenAt, creators: [creatorOf(composition), `Tool: ${toolName}-${toolVersion}`] },
    packages: toPackages(composition).map((spdxPackage) => toJsonPackage(spdxPackage, version)),
    relationships: toRelationships(composition).map(({ from, kind, to }) => ({
      spdxElementId: from,
      relationshipType: kind,
      relatedSpdxElement: to,
    })),
  }
  return `${JSON.stringify(document, null, 1)}\n`
}

function toJsonPackage(of: SpdxPackage, version: '2.2' | '2.3'): object {
  const category = version === '2.2' ? 'PACKAGE_MANAGER' : 'PACKAGE-MANAGER'
  const externalRefs = [
    ...(of.purl === undefined
      ? []
      : [{ referenceCategory: category, referenceType: 'purl', referenceLocator: of.purl }]),
    ...(of.cpe === undefined
      ? []
      : [{ referenceCategory: 'SECURITY', referenceType: 'cpe23Type', referenceLocator: of.cpe }]),
  ]
  const since23 = {
    primaryPackagePurpose: of.type.toUpperCase().replaceAll('-', '_'),
    ...(of.validUntil === undefined ? {} : { validUntilDate: of.validUntil }),
  }
  return {
    SPDXID: of.id,
    name: of.name,
    ...(of.version === undefined ? {} : { versionInfo: of.version }),
    supplier: of.supplier === undefined ? 'NOASSERTION' : `Organization: ${of.supplier}`,
    downloadLocation: 'NOASSERTION',
    filesAnalyzed: false,
    licenseConcluded: 'NOASSERTION',
    licenseDeclared: 'NOASSERTION',
    copyrightText: 'NOASSERTION',
    ...(of.sha256 === undefined ? {} : { checksums: [{ algorithm: 'SHA256', checksumValue: of.sha256 }] }),
    ...(externalRefs.length === 0 ? {} : { externalRefs }),
    ...(version === '2.2' ? {} : since23),
  }
}

/** Source: SPDX 2.3 clauses 6, 7 and 11, tag-value form. */
export function toSpdxTagValue(composition: Composition): string {
  const lines = [
    'SPDXVersion: SPDX-2.3',
    'DataLicense: CC0-1.0',
    `SPDXID: ${documentId}`,
    `DocumentName: ${documentName(composition)}`,
    `DocumentNamespace: ${namespace(composition)}`,
    `Creator: ${creatorOf(composition)}`,
    `Creator: Tool: ${toolName}-${toolVersion}`,
    `Created: ${writtenAt}`,
    ...toPackages(composition).flatMap(toTagPackage),
    '',
    ...toRelationships(composition).map(({ from, kind, to }) => `Relationship: ${from} ${kind} ${to}`),
  ]
  return `${lines.join('\n')}\n`
}

function toTagPackage(of: SpdxPackage): readonly string[] {
  return [
    '',
    `PackageName: ${of.name}`,
    `SPDXID: ${of.id}`,
    ...(of.version === undefined ? [] : [`PackageVersion: ${of.version}`]),
    `PackageSupplier: ${of.supplier === undefined ? 'NOASSERTION' : `Organization: ${of.supplier}`}`,
    'PackageDownloadLocation: NOASSERTION',
    'FilesAnalyzed: false',
    ...(of.sha256 === undefined ? [] : [`PackageChecksum: SHA256: ${of.sha256}`]),
    'PackageLicenseConcluded: NOASSERTION',
    'PackageLicenseDeclared: NOASSERTION',
    'PackageCopyrightText: NOASSERTION',
    ...(of.purl === undefined ? [] : [`ExternalRef: PACKAGE-MANAGER purl ${of.purl}`]),
    ...(of.cpe === undefined ? [] : [`ExternalRef: SECURITY cpe23Type ${of.cpe}`]),
    `PrimaryPackagePurpose: ${of.type.toUpperCase()}`,
    ...(of.validUntil === undefined ? [] : [`ValidUntilDate: ${of.validUntil}`]),
  ]
}

function toPackages(composition: Composition): readonly SpdxPackage[] {
  const { rootRef, maker, model, version } = composition
  return [
    { id: toId(rootRef), name: model, version, supplier: maker, type: 'device' },
    ...composition.parts.map(toPackage),
  ]
}

function toPackage(part: PlacedPart): SpdxPackage {
  return {
    id: toId(part.ref),
    name: part.name,
    type: part.type,
    ...(part.version === undefined ? {} : { version: part.version }),
    ...(part.supplier === undefined ? {} : { supplier: part.supplier }),
    ...(hasHash(part) ? { sha256: partHash(part) } : {}),
    ...(part.cpe === undefined ? {} : { cpe: part.cpe }),
    ...(part.purl === undefined ? {} : { purl: part.purl }),
    ...(part.endOfSupport === undefined ? {} : { validUntil: `${part.endOfSupport}T00:00:00Z` }),
  }
}

function toRelationships(composition: Composition): readonly SpdxRelationship[] {
  return [
    { from: documentId, kind: 'DESCRIBES', to: toId(composition.rootRef) },
    ...composition.parts.map((part): SpdxRelationship => ({
      from: toId(part.parent),
      kind: 'CONTAINS',
      to: toId(part.ref),
    })),
    ...composition.parts.flatMap((part) =>
      part.needs.map((to): SpdxRelationship => ({ from: toId(part.ref), kind: 'DEPENDS_ON', to: toId(to) })),
    ),
  ]
}

function toId(ref: string): string {
  return `SPDXRef-${ref}`
}

function documentName(composition: Composition): string {
  return `${composition.model} ${composition.version}`
}

function namespace(composition: Composition): string {
  return `https://sbom.example/${documentUuid(composition)}`
}

function creatorOf(composition: Composition): string {
  return `Organization: ${composition.maker}`
}
