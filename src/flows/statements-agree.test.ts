import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as openpgp from 'openpgp'
import { inScope } from '../../test/database.ts'
import type { Scope } from '../../test/database.ts'
import { isDistributionKey } from '../model/index.ts'
import { inSnapshot } from '../store/index.ts'
import { cpeMatch, nvdRecord, osvRecord, testHospital } from '../../test/hospital.ts'
import type { TestHospital } from '../../test/hospital.ts'
import { readKnown } from '../../test/naive-knowledge.ts'
import type { Known, StatedRow } from '../../test/naive-knowledge.ts'
import { naiveVerdict } from '../../test/naive-partition.ts'
import type { NaiveQuestion } from '../../test/naive-partition.ts'
import { naiveRules } from '../../test/naive-statements.ts'
import { saidOfWorld, statedFlaws, statedModels, toDocuments, toRow, triageOfWorld } from '../../test/stated-worlds.ts'
import type { Paper, Said } from '../../test/stated-worlds.ts'
import { addKey, addStatements, askDevices, listDevices, setTriage } from './index.ts'
import { toParts } from './question-parts.ts'

const newKey = async (name: string) =>
  openpgp.generateKey({ userIDs: [{ name, email: 'psirt@maker.example' }], format: 'object' })
const [maker, another, stranger] = [await newKey('Maker'), await newKey('Another'), await newKey('Stranger')]

const pad = { name: 'pad', version: '1', purl: 'pkg:npm/pad@1' }
const twin = { ...pad, cpe: 'cpe:2.3:a:pad_project:pad:1:*:*:*:*:*:*:*' }
const outside = { name: 'pad', version: '3', purl: 'pkg:npm/pad@3' }
const zlib = { name: 'zlib', version: '1', cpe: 'cpe:2.3:a:zlib:zlib:1:*:*:*:*:*:*:*' }
const lamp = { name: 'lamp', version: '1', purl: 'pkg:npm/lamp@1' }
/** By model; the last one has no SBOM. */
const listed = [[pad], [twin, zlib], [pad, twin], [outside, zlib], [lamp]]

test('what is stated is weighed as its plain rules say, each of which decides something', async () => {
  const seen = new Map<string, number>()
  const count = (what: string): void => void seen.set(what, (seen.get(what) ?? 0) + 1)
  const idle = (): string[] => [...naiveRules, ...reasonsOfStatements].filter((each) => !seen.has(each))
  // Chance may leave a rule out of the first worlds.
  for (let round = 0; round === 0 || (idle().length > 0 && round < 8); round += 1) {
    await fc.assert(
      fc.asyncProperty(saidOfWorld, triageOfWorld, (said, triage) =>
        inScope(async (scope) => {
          const hospital = await describedHospital(scope)
          await state(hospital, said)
          const known = await readKnown(hospital.store, hospital.organisation)
          const decided = await decide(hospital, triage)
          for (const flaw of statedFlaws) {
            const asked = await questionOn(hospital, flaw)
            const rows = said.map((each) => toRow(each, new Map([[flaw, asked.same]])))
            const own = decided.filter((each) => each.flaw === flaw).map(({ row }) => ({ ...row, flaws: asked.same }))
            const world: Known = { ...known, statements: [...rows, ...own] }
            const { organisation, store } = hospital
            const { items } = await askDevices(store, {
              organisation,
              text: flaw,
              fictional: false,
              page: { limit: 100 },
            })
            const verdicts = new Map(items.map(({ serial, verdict, reason }) => [serial, `${verdict} ${reason}`]))
            for (const device of known.devices) {
              const right = naiveVerdict(world, device, asked)
              const spoken = said.filter((each) => each.flaw === flaw)
              assert.equal(verdicts.get(device.serial), right, `${flaw} in ${device.serial}: ${JSON.stringify(spoken)}`)
              count(right)
              for (const broken of naiveRules)
                if (naiveVerdict(world, device, { ...asked, broken }) !== right) count(broken)
            }
          }
        }),
      ),
      { numRuns: 2, endOnFailure: true },
    )
  }
  assert.deepEqual(idle(), [], `what was never met: ${JSON.stringify(Object.fromEntries(seen))}`)
})

/** What statements alone, or beside lists, can make of a device. */
const reasonsOfStatements = [
  'affected statedAffected',
  'affected listedInRange',
  'unknown underInvestigation',
  'notAffected statedNotAffected',
  'notAffected statedFixed',
  'notAffected componentCleared',
  'notAffected listedOutsideRange',
]

async function describedHospital(scope: Scope): Promise<TestHospital> {
  const hospital = await testHospital(scope)
  const { organisation, store } = hospital
  await hospital.own(statedModels)
  const known = statedFlaws.slice(0, -2)
  await hospital.load(
    'osv',
    known.map((flaw) => osvRecord(flaw, 'npm', 'pad', [{ introduced: '0' }, { fixed: '2' }])),
  )
  const ofZlib = [[[cpeMatch('a:zlib:zlib', '*', { versionEndExcluding: '2' })]]]
  await hospital.load(
    'nvd',
    known.filter((_, index) => index % 3 === 0).map((flaw) => nvdRecord(flaw, ofZlib)),
  )
  for (const [index, parts] of listed.entries()) await hospital.describe(statedModels[index] ?? '', { parts })
  const keys = [
    { key: maker, of: 'Maker' },
    { key: another, of: 'Somebody Else' },
  ]
  for (const { key, of } of keys)
    await addKey(store, { organisation, bytes: Buffer.from(key.publicKey.armor()), maker: of })
  return hospital
}

async function state({ store, organisation: { organisationId } }: TestHospital, said: readonly Said[]): Promise<void> {
  for (const { paper, bytes } of toDocuments(said)) {
    const signature = await signatureOf(paper, bytes)
    const given = { organisationId, bytes, role: paper.role, ...(signature && { signature: { bytes: signature } }) }
    const added = await addStatements(store, given)
    assert.notEqual(added.is, 'refused', JSON.stringify(added))
  }
}

async function signatureOf({ signature }: Paper, bytes: Uint8Array): Promise<Uint8Array | undefined> {
  if (signature === 'unsigned') return undefined
  const key = { valid: maker, invalid: maker, ofAnother: another, unknownKey: stranger }[signature]
  const message = await openpgp.createMessage({ binary: signature === 'invalid' ? Buffer.from('else') : bytes })
  return Buffer.from(await openpgp.sign({ message, signingKeys: key.privateKey, detached: true }))
}

interface Decided {
  readonly flaw: string
  readonly row: StatedRow
}

type TriageOfWorld = typeof triageOfWorld extends fc.Arbitrary<infer Each> ? Each : never

async function decide({ store, organisation }: TestHospital, triage: TriageOfWorld): Promise<Decided[]> {
  const { items } = await listDevices(store, { organisation, page: { limit: 50 } })
  const versions = new Map(items.map(({ serial, modelVersionId }) => [serial, modelVersionId]))
  const rows: Decided[] = []
  for (const { flaw, model, status } of triage) {
    const target = { modelVersionId: versions.get(model) ?? 0 }
    const author = 'M. Curie'
    await setTriage(store, { organisation, target, vulnerability: flaw, status, reason: 'seen here', author })
    const product = `pkg:generic/Maker/${encodeURIComponent(model)}@1`
    const said = { status, author, product, justification: null, isReasoned: true, role: 'hospital' } as const
    rows.push({ flaw, row: { ...said, flaws: [], at: '2026-11-01', component: null, signature: 'unsigned' } })
  }
  return rows
}

async function questionOn({ store, organisation }: TestHospital, flaw: string): Promise<NaiveQuestion> {
  return inSnapshot(store, organisation.organisationId, async (trx) => {
    const parts = await toParts(trx, { is: 'flaw', id: flaw }, undefined)
    const { members = [], same = [], keys = [] } = parts.flaw ?? {}
    return { ...parts, members, same, isOnlyPackaged: keys.every(isDistributionKey) }
  })
}
