import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { test } from 'node:test'
import { sharedSet, withoutSharedData } from '../../test/shared-data.ts'
import { readSbom } from './index.ts'

const skip = { skip: withoutSharedData() }

/** Valid files of which a person is told something all the same, by name, and why. */
const told: Readonly<Record<string, RegExp>> = {
  'valid-external-reference-1.3': /listed in another document/,
  'valid-external-reference-1.4': /listed in another document/,
  'valid-external-reference-1.5': /listed in another document/,
  'valid-external-reference-1.6': /listed in another document/,
  'valid-external-reference-1.7': /listed in another document/,
  'valid-vulnerability-1.4': /add the same file as VEX/,
  'valid-vulnerability-1.5': /add the same file as VEX/,
  'valid-vulnerability-1.6': /add the same file as VEX/,
  'valid-vulnerability-1.7': /add the same file as VEX/,
  // An assembly of the XML is a vulnerability, which is no component.
  'valid-compositions-1.5': /add the same file as VEX|"vulnerability-1" names no component/,
  'valid-compositions-1.6': /add the same file as VEX/,
  'valid-compositions-1.7': /add the same file as VEX/,
}

/** What must be named, by the name of the file without its version. */
const faults: Readonly<Record<string, RegExp>> = {
  bomformat: /^bomFormat of the document is "AnotherFormat"/,
  citations: /^a citation has/,
  'component-external-version-and-range': /both version and versionRange/,
  'component-ref': /bom-ref "123" is used twice|^bom-ref of a component is ""/,
  'component-swid': /^a SWID tag has no tagId/,
  'component-type': /component type "foo" is not one of CycloneDX/,
  'component-versionRange-non-external-explicit': /versionRange, which only one with "isExternal"/,
  'component-versionRange-non-external-implicit': /versionRange, which only one with "isExternal"/,
  dependency: /dependency has no ref/,
  depgraph: /dependency has no ref/,
  'empty-component': /component has no name/,
  'hash-alg': /^alg of a hash is "FOO"/,
  'hash-md5': /MD5 digest "foo"/,
  'hash-sha1': /SHA-1 digest "foo"/,
  'hash-sha256': /SHA-256 digest "foo"/,
  'hash-sha512': /SHA-512 digest "foo"/,
  'issue-type': /^type of an issue is "foo"/,
  'license-choice': /^(?:an entry of licenses has both|licenses mixes)/,
  'license-declared-concluded-mix': /^licenses mixes/,
  'license-encoding': /^encoding of a text is "base85"/,
  'license-id': /^id of a licence is "Apache-2"/,
  'license-id-count': /^id is a list of 2/,
  'license-missing-id-and-name': /^a licence has neither id nor name/,
  'license-name-count': /^name is a list of 2/,
  'metadata-distribution': /^"distribution" is no field of metadata/,
  'metadata-license': /^id of a licence is "Apache-2"/,
  'metadata-timestamp': /^timestamp of metadata is/,
  'missing-component-type': /component has no type/,
  namespace: /^specVersion "1+\d" is not one/,
  'patch-type': /^type of a patch is "foo"/,
  properties: /^a property has no name/,
  scope: /^scope of a component is "foo"/,
  serialnumber: /^serialNumber of the document is/,
  'service-data': /^flow of data of a service is/,
}

async function filesOf(kinds: string): Promise<readonly string[]> {
  const folder = join(await sharedSet('sboms'), 'conformance/CycloneDX__specification/tools/src/test/resources')
  return globSync(`*/${kinds}`, { cwd: folder }).map((path) => join(folder, path))
}

function messagesOf(path: string): readonly string[] {
  const reading = readSbom(readFileSync(path))
  const problems = reading.is === 'read' ? reading.sbom.problems : reading.problems
  return reading.is === 'read' ? problems.map(({ message }) => message) : [reading.because]
}

test(
  'each valid file of the specification in JSON and XML is read, without a lost fact and without a doubt',
  skip,
  async () => {
    const paths = await filesOf('valid-*.{json,xml}')
    assert.ok(paths.length >= 466, `${paths.length} files were found`)
    const stale = new Set(Object.keys(told))
    for (const path of paths) {
      const name = basename(path).replace(/\.(?:json|xml)$/, '')
      const reading = readSbom(readFileSync(path))
      if (reading.is !== 'read') assert.fail(`${path}: ${reading.because}`)
      assert.deepEqual(
        reading.sbom.problems.filter(({ severity }) => severity === 'lost'),
        [],
        path,
      )
      const allowed = Object.hasOwn(told, name) ? told[name] : undefined
      assert.deepEqual(
        reading.sbom.problems.filter(({ message }) => allowed?.test(message) !== true),
        [],
        path,
      )
      if (reading.sbom.problems.length > 0) stale.delete(name)
    }
    assert.deepEqual([...stale], [], 'exceptions that explain nothing any more')
  },
)

test('each invalid file of the specification in JSON and XML has its own fault named', skip, async () => {
  const paths = await filesOf('{informal-,}invalid-*.{json,xml}')
  assert.ok(paths.length >= 309, `${paths.length} files were found`)
  const unseen = new Set(Object.keys(faults))
  for (const path of paths) {
    const fault = basename(path)
      .replace(/^(?:informal-)?invalid-/, '')
      .replace(/(?:-1\.\d)?\.(?:json|xml)$/, '')
    const says = Object.hasOwn(faults, fault) ? faults[fault] : undefined
    const messages = messagesOf(path)
    assert.ok(says !== undefined && messages.some((message) => says.test(message)), `${path}: ${messages.join('\n')}`)
    unseen.delete(fault)
  }
  assert.deepEqual([...unseen], [], 'faults that no file shows any more')
})

test('the files in protocol buffers are recognised and named, and are not read', skip, async () => {
  const paths = await filesOf('*.textproto')
  assert.ok(paths.length >= 198, `${paths.length} files were found`)
  for (const path of paths) {
    const reading = readSbom(readFileSync(path))
    assert.equal(reading.is === 'notRead' && reading.format, 'CycloneDX protobuf', path)
  }
})

/** Files of other projects that they call invalid, by name, and what is said of them. */
const others: Readonly<Record<string, RegExp>> = {
  'bom-1.4-invalid.json': /^"invalidAttribute" is no field of the document/,
  'bom-invalid-license-expression.json': /^expression of .* is "\(invalid"/,
  'cdx-1-3-invalid-license-choice-oneof.json': /^a licence has both id and name/,
  'cdx-1-3-invalid-spdx-license-id.json': /^id of a licence is "UNKNOWN"/,
  'cdx-1-4-invalid-email-format.json': /^email of a person is "https:\/\/acme\.com"/,
  'cdx-1-4-invalid-sbom.cdx.json': /^a licence has neither id nor name/,
  'cdx-1-4-license-policy-invalid-spdx-id.json': /^id of a licence is "foo"/,
  'invalidComponentAuthorEmail.cdx16.json': /^email of a person is "ironman"/,
  'invalidComponentLicenseExpression.cdx16.json': /^expression of .* is "Apache-2\.0 OR"/,
  'invalidComponentLicenseExpressionNoAssertion.cdx16.json': /^expression of .* is "NOASSERTION"/,
  'invalidComponentLicenseExpressionNone.cdx16.json': /^expression of .* is "NONE"/,
  'invalidComponentLicenseID.cdx16.json': /^id of a licence is "Apache-9999"/,
  'invalidComponentLicenseNoAssertion.cdx16.json': /^id of a licence is "NOASSERTION"/,
  'invalidComponentLicenseNone.cdx16.json': /^id of a licence is "NONE"/,
  'invalidComponentManufacturerEmail.cdx16.json': /^email of a person is "professional\.services"/,
  'invalidMetadataAuthorEmail.cdx16.json': /^email of a person is "notanemail"/,
  'invalidMetadataTimestamp.cdx16.json': /^timestamp of metadata is "2025-01-01 00:00:00"/,
  'test-cdx-spec-version-invalid.json': /^specVersion "1\.x" is not one/,
}

/** Called invalid by the rules of their owners, which are not those of CycloneDX: a digest that is no SHA-512, an address that is a relative one, a licence by its name. */
const soundByCycloneDx = [
  'cdx-1-2-invalid-license-name-has-expression.json',
  'cdx-1-4-license-policy-invalid-license-name.json',
  'cdx-invalid-licenses.json',
  'invalidComponentDeployableHashComponentLevelOnly.cdx16.json',
  'invalidComponentDownloadURL.cdx16.json',
  'invalidComponentHashMD5.cdx16.json',
  'invalidComponentManufacturerURL.cdx16.json',
  'invalidComponentSecurityTxtURL.cdx16.json',
  'invalidComponentSourceCodeURL.cdx16.json',
  'invalidComponentSourceHash.cdx16.json',
  'invalidMetadataManufacturerURL.cdx16.json',
  // Its faults are in its statements about vulnerabilities.
  'cdx-1-6-invalid-sbom.cdx.json',
]

test(
  'each CycloneDX file that other projects call invalid has its fault named, or is sound by the standard',
  skip,
  async () => {
    const folder = join(await sharedSet('sboms'), 'quality')
    const unseen = new Set([...Object.keys(others), ...soundByCycloneDx])
    for (const path of globSync('**/*invalid*.json', { cwd: folder })) {
      const reading = readSbom(readFileSync(join(folder, path)))
      if (reading.is !== 'read' || reading.sbom.format.name !== 'CycloneDX') continue
      const name = basename(path)
      const messages = reading.sbom.problems.map(({ message }) => message)
      const says = Object.hasOwn(others, name) ? others[name] : undefined
      unseen.delete(name)
      if (says === undefined) assert.ok(soundByCycloneDx.includes(name), `${path}: ${messages.join('\n')}`)
      else
        assert.ok(
          messages.some((message) => says.test(message)),
          `${path}: ${messages.join('\n')}`,
        )
    }
    assert.deepEqual([...unseen], [], 'files that are not there any more')
  },
)
