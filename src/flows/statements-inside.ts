import type { OrganisationId } from '../model/index.ts'
import type { Store } from '../store/index.ts'
import { addStatements } from './add-statements.ts'
import type { PreparedSbom } from './prepare-sbom.ts'

const marks: Readonly<Record<string, string>> = { json: '"vulnerabilities"', xml: 'vulnerabilities' }

/** Keeps what SBOMs state of flaws in what they describe (CycloneDX `vulnerabilities[].analysis`). One that only lists findings of a scanner states nothing. */
export async function takeStatementsInside(
  store: Store,
  organisationId: OrganisationId,
  prepared: readonly PreparedSbom[],
): Promise<void> {
  for (const { bytes, fileName, target, sbom } of prepared) {
    const { name, encoding } = sbom.format
    const mark = name === 'CycloneDX' ? marks[encoding] : undefined
    if (mark === undefined) continue
    if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).includes(mark)) continue
    const describes = 'deviceId' in target ? {} : { describes: target }
    await addStatements(store, { organisationId, bytes, ...(fileName && { fileName }), ...describes })
  }
}
