import { osvRecord } from './hospital.ts'

/** A flaw in a package of npm, repaired in 1.3.0. */
export const flaw = osvRecord('GHSA-1111-2222-3333', 'npm', 'left-pad-ng', [{ introduced: '0' }, { fixed: '1.3.0' }], {
  aliases: ['CVE-2031-0001'],
})

/** That package in a version, as a component of an SBOM. */
export function part(version: string): { readonly name: string; readonly version: string; readonly purl: string } {
  return { name: 'left-pad-ng', version, purl: `pkg:npm/left-pad-ng@${version}` }
}
