import type { Component } from '../../model/index.ts'
import type { Checked, Standing } from './checklist.ts'
import { isLicenceExpression } from './licence-expression.ts'

/** How a component stands to what is asked of each. */
export const component = {
  name: ({ name }: Component) => toldIf(name.trim() !== ''),
  version: (one: Component) => unlessFile(one, () => versionOf(one)),
  supplier: (one: Component) => unlessFile(one, () => toldIf((one.supplier ?? one.manufacturer) !== undefined)),
  supplierContact: (one: Component) => unlessFile(one, () => toldIf(one.traits?.contact !== undefined)),
  identifier: (one: Component) => unlessFile(one, () => toldIf(isIdentified(one))),
  relation: ({ ref }: Component, { related }: Checked) => toldIf(related.has(ref)),
  hash: (one: Component) => ofFiles(one, () => toldIf(one.hashes.length > 0)),
  deployableHash,
  licence: (one: Component) => ofFiles(one, () => toldIf(one.licences.length > 0)),
  licenceExpression: (one: Component): Standing =>
    one.licences.length === 0 ? 'notAsked' : toldIf(one.licences.every(isLicenceExpression)),
  fileName: (one: Component) => ofFiles(one, () => toldIf(one.type === 'file' || one.traits?.fileName !== undefined)),
  shape,
  sourceUri: (one: Component, { sbom }: Checked): Standing =>
    sbom.format.name === 'CycloneDX' ? ofFiles(one, () => toldIf(one.traits?.sourceUri !== undefined)) : 'notAsked',
  deployableUri: (one: Component) => ofFiles(one, () => toldIf(one.traits?.deployableUri !== undefined)),
  supportLevel: (one: Component) => unlessFile(one, () => toldIf(one.traits?.supportLevel !== undefined)),
  endOfSupport: (one: Component) => unlessFile(one, () => toldIf(one.endOfSupport !== undefined)),
} satisfies Readonly<Record<string, (one: Component, checked: Checked) => Standing>>

function toldIf(isTold: boolean): Standing {
  return isTold ? 'told' : 'missing'
}

/** Single files have neither maker nor version of their own: they belong to the part that holds them. */
function unlessFile({ type }: Component, standing: () => Standing): Standing {
  return type === 'file' ? 'notAsked' : standing()
}

/** Hardware and services do not come as files. */
function ofFiles({ type }: Component, standing: () => Standing): Standing {
  return type === 'device' || type === 'service' ? 'notAsked' : standing()
}

function versionOf({ version, versionRange }: Component): Standing {
  if (version !== undefined) return 'told'
  return versionRange === undefined ? 'missing' : 'openlyUnknown'
}

function isIdentified({ purls, cpes, swids, otherIdentifiers = [] }: Component): boolean {
  return purls.length + cpes.length + swids.length + otherIdentifiers.length > 0
}

/** SHA-512 of what is installed; another digest is a beginning. Digests beside its URI are among those of the component. */
function deployableHash(one: Component): Standing {
  return ofFiles(one, () => toldIf(one.hashes.some(({ algorithm }) => algorithm === 'sha512')))
}

/** Whether it is executable, an archive and structured: each is to be said. SPDX 2, SWID and lists have no place for it. */
function shape(one: Component, { sbom }: Checked): Standing {
  if (sbom.format.name !== 'CycloneDX') return 'notAsked'
  return ofFiles(one, () => toldIf((one.traits?.shapeTold ?? []).length === 3))
}
