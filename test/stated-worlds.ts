import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import type { StatementRole } from '../src/model/index.ts'
import type { StatedRow } from './naive-knowledge.ts'

/** The flaws that are spoken of; no feed knows the last two. */
export const statedFlaws = Array.from({ length: 28 }, (_, n) => `CVE-2031-${String(n + 1).padStart(4, '0')}`)
export const statedModels = ['Model 0', 'Model 1', 'Model 2', 'Model 3', 'Model 4', 'Model 5'] as const

/** A document of a made-up world: whose, how it is signed, and of which series it is a revision. */
export interface Paper {
  readonly role: StatementRole
  readonly author: string
  readonly signature: StatedRow['signature']
  readonly series: string
  readonly revision: number
  readonly fate?: StatedRow['fate']
}

/** In the order in which they come. A later revision takes the place of an earlier one, also when it comes first; one without the signature does not. */
export const papers: readonly Paper[] = [
  { role: 'maker', author: 'One', signature: 'valid', series: 'a', revision: 1, fate: 'superseded' },
  { role: 'maker', author: 'One', signature: 'valid', series: 'a', revision: 2, fate: 'contested' },
  { role: 'maker', author: 'One', signature: 'unsigned', series: 'a', revision: 3 },
  { role: 'maker', author: 'Two', signature: 'valid', series: 'b', revision: 1 },
  { role: 'maker', author: 'Two', signature: 'unsigned', series: 'c', revision: 1 },
  { role: 'maker', author: 'Two', signature: 'ofAnother', series: 'd', revision: 1 },
  { role: 'maker', author: 'Three', signature: 'invalid', series: 'e', revision: 1 },
  { role: 'maker', author: 'Three', signature: 'unknownKey', series: 'f', revision: 1 },
  { role: 'coordinator', author: 'One', signature: 'unsigned', series: 'g', revision: 1 },
  { role: 'coordinator', author: 'Two', signature: 'unsigned', series: 'h', revision: 2 },
  { role: 'coordinator', author: 'Two', signature: 'unsigned', series: 'h', revision: 1, fate: 'superseded' },
  { role: 'supplier', author: 'One', signature: 'unsigned', series: 'i', revision: 1 },
  { role: 'supplier', author: 'Two', signature: 'unsigned', series: 'j', revision: 1 },
  { role: 'hospital', author: 'One', signature: 'unsigned', series: 'k', revision: 1 },
  { role: 'hospital', author: 'Two', signature: 'unsigned', series: 'l', revision: 1 },
]

const labels = {
  affected: 'affected',
  notAffected: 'not_affected',
  fixed: 'fixed',
  underInvestigation: 'under_investigation',
} as const
const justifications = {
  vulnerableCodeNotPresent: 'vulnerable_code_not_present',
  vulnerableCodeNotInExecutePath: 'vulnerable_code_not_in_execute_path',
} as const

/** Little is said of some flaws, so that a single word decides; much of others, so that many are weighed. */
const spokenOf = statedFlaws.flatMap((flaw, index) => Array.from({ length: [1, 1, 2, 4][index % 4] ?? 1 }, () => flaw))
/** Of every other flaw only parts are spoken of: what is said of the whole would decide before them. */
const ofParts: ReadonlySet<string> = new Set(statedFlaws.filter((_, index) => index % 8 > 3))

const any = fc.record({
  paper: fc.constantFrom(...papers.keys()),
  flaw: fc.constantFrom(...spokenOf),
  model: fc.constantFrom(...statedModels),
  version: fc.constantFrom('1', '1', '1', '1', '2'),
  about: fc.constantFrom('whole', 'whole', 'part', 'part', 'partAlone'),
  part: fc.constantFrom('pkg:npm/pad@1', 'pkg:npm/pad@1', 'pkg:npm/pad@1', 'pkg:npm/pad@3', 'pkg:npm/ghost@1'),
  status: fc.constantFrom('affected', 'notAffected', 'notAffected', 'fixed', 'underInvestigation'),
  why: fc.constantFrom('vulnerableCodeNotPresent', 'vulnerableCodeNotInExecutePath', 'words', 'nothing'),
  at: fc.constantFrom('2026-01-01T00:00:00.000Z', '2026-02-01T00:00:00.000Z', '2026-03-01T00:00:00.000Z'),
} as const)
const said = any.map((each) =>
  each.about === 'whole' && ofParts.has(each.flaw) ? { ...each, about: 'part' as const } : each,
)
export type Said = typeof said extends fc.Arbitrary<infer Each> ? Each : never

/** Few things, and several statements on each. */
export const saidOfWorld = fc.array(said, { minLength: 440, maxLength: 440, size: 'max' })

/** A decision of the hospital itself. */
export const triageOfWorld = fc.uniqueArray(
  fc.record({
    flaw: fc.constantFrom(...statedFlaws),
    model: fc.constantFrom(...statedModels),
    status: fc.constantFrom('affected', 'notAffected', 'fixed', 'underInvestigation'),
  } as const),
  { minLength: 12, maxLength: 12, selector: ({ flaw, model }) => `${flaw} ${model}` },
)

/** The documents in which statements come, in order. */
export function toDocuments(statements: readonly Said[]): { readonly paper: Paper; readonly bytes: Buffer }[] {
  const world = randomUUID()
  return papers.map((paper, index) => {
    const own = statements.filter((each) => each.paper === index)
    const document = {
      '@context': 'https://openvex.dev/ns/v0.2.0',
      '@id': `https://example.org/${world}/${paper.series}`,
      author: paper.author,
      timestamp: `2026-04-0${paper.revision}T00:00:00Z`,
      version: paper.revision,
      statements: own.map(toOpenVex),
    }
    return { paper, bytes: Buffer.from(JSON.stringify(document)) }
  })
}

function toOpenVex({ flaw, model, version, about, part, status, why, at }: Said): object {
  const whole = { '@id': `pkg:generic/Maker/${encodeURIComponent(model)}@${version}` }
  const products = {
    whole: [whole],
    part: [{ ...whole, subcomponents: [{ '@id': part }] }],
    partAlone: [{ '@id': part }],
  }[about]
  const reason =
    why === 'words' ? { impact_statement: 'so it is' } : why === 'nothing' ? {} : { justification: justifications[why] }
  return { vulnerability: { name: flaw }, products, status: labels[status], timestamp: at, ...reason }
}

/** What a statement says, as the plain form weighs it. */
export function toRow({ paper, flaw, model, version, about, part, status, why, at }: Said, ids: Ids): StatedRow {
  const { role, author, signature, fate } = papers[paper] ?? { role: 'supplier', author: '', signature: 'unsigned' }
  return {
    flaws: ids.get(flaw) ?? [],
    status,
    justification: why === 'words' || why === 'nothing' ? null : why,
    isReasoned: why !== 'nothing',
    role,
    author,
    at,
    product: about === 'partAlone' ? part : `pkg:generic/Maker/${encodeURIComponent(model)}@${version}`,
    component: about === 'part' ? part : null,
    signature,
    ...(fate === undefined ? {} : { fate }),
  }
}

/** The ids of each flaw's names. */
export type Ids = ReadonlyMap<string, readonly number[]>
