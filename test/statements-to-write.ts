import fc from 'fast-check'
import type { StatementsToWrite } from '../src/assurance/index.ts'
import { justifications, statementStatuses } from '../src/model/index.ts'
import type { RemediationKind } from '../src/model/index.ts'

const instant = '2026-02-03T04:05:06.000Z'
export const product = { maker: 'Acme Medical', model: 'Infusa 3/B', version: '4.2 SP1' }
const part = (name: string, purls: readonly string[], cpes: readonly string[] = []) => ({
  name,
  model: name,
  version: '1.0',
  purls,
  cpes,
  hashes: [],
  serials: [],
  modelNumbers: [],
  sbomIds: [],
})
const parts = [undefined, part('pad', ['pkg:npm/pad@1.0']), part('zlib', [], ['cpe:2.3:a:zlib:zlib:1.0:*:*:*:*:*:*:*'])]

const words = fc.stringMatching(/^[A-Z][a-z ]{1,30}[a-z]$/)
const statement = fc
  .record({
    flaw: fc.constantFrom('CVE-2026-0001', 'CVE-2026-0002', 'GHSA-aaaa-bbbb-cccc'),
    component: fc.constantFrom(...parts),
    status: fc.constantFrom(...statementStatuses),
    justification: fc.constantFrom(...justifications),
    impact: fc.option(words, { nil: undefined }),
    action: words,
    remediation: fc.constantFrom<RemediationKind[]>('vendorFix', 'mitigation', 'workaround', 'noFixPlanned'),
  })
  .map(({ flaw, component, status, justification, impact, action, remediation }) => ({
    status,
    vulnerability: flaw,
    aliases: [],
    statedAt: instant,
    ...(component === undefined ? {} : { component }),
    ...(status === 'notAffected' ? { justification } : {}),
    ...(impact === undefined ? {} : { impact }),
    ...(status === 'affected' ? { action, remediation } : {}),
  }))
/** Statements on one model version: on it or its parts, of any status. */
export const statementsToWrite: fc.Arbitrary<StatementsToWrite> = fc
  .uniqueArray(statement, {
    minLength: 1,
    maxLength: 6,
    selector: ({ vulnerability, component }) => `${vulnerability} ${component?.name}`,
  })
  .map((statements) => ({
    documentUuid: '3e671687-395b-41f5-a30f-a58921a69b79',
    publisher: { name: 'CHU', uuid: '0f8fad5b-d9cb-469f-a165-70867728950e' },
    product,
    statements,
    writtenAt: instant,
  }))
