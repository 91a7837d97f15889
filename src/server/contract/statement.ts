import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count, Instant } from './scalars.ts'
import { LaterSignature, Signature } from './signature.ts'

export const StatementStatus = Type.Union([
  Type.Literal('affected'),
  Type.Literal('underInvestigation'),
  Type.Literal('fixed'),
  Type.Literal('notAffected'),
])
export const StatementRole = Type.Union(
  [Type.Literal('maker'), Type.Literal('coordinator'), Type.Literal('supplier'), Type.Literal('hospital')],
  { description: 'As whose word it counts: the maker, a coordinator, the supplier of a component, the hospital.' },
)
export const Justification = Type.Union(
  [
    Type.Literal('componentNotPresent'),
    Type.Literal('vulnerableCodeNotPresent'),
    Type.Literal('vulnerableCodeNotInExecutePath'),
    Type.Literal('vulnerableCodeCannotBeControlledByAdversary'),
    Type.Literal('inlineMitigationsAlreadyExist'),
  ],
  { description: 'Why it is not affected: the five labels that CSAF and OpenVEX share.' },
)

const Texts = Type.Array(Type.String())

const ProductNamed = Type.Object({
  name: Type.String({ description: 'As the document prints it.' }),
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  versionRange: Type.Optional(Type.String()),
  purls: Texts,
  cpes: Texts,
  hashes: Type.Array(Type.Object({ algorithm: Type.String(), hex: Type.String() })),
  serials: Texts,
  modelNumbers: Texts,
  sbomIds: Texts,
  sbomRef: Type.Optional(Type.String()),
})

const ModelNamed = Type.Object({
  modelVersionId: Type.Integer(),
  maker: Type.String(),
  model: Type.String(),
  version: Type.Optional(Type.String()),
  devices: Count,
})

/** What somebody states of one flaw in one product, and what here it speaks of. */
export const Statement = Type.Object({
  statementId: Type.Integer(),
  says: Type.String({ description: 'Status, reason and who says so, in one line.' }),
  documentId: Type.Integer(),
  status: StatementStatus,
  vulnerability: Type.String(),
  justification: Type.Optional(Justification),
  impact: Type.Optional(Type.String()),
  action: Type.Optional(Type.String()),
  remediation: Type.Optional(Type.String()),
  compensatingControl: Type.Optional(Type.String()),
  note: Type.Optional(Type.String()),
  at: Type.Optional(Instant),
  product: ProductNamed,
  component: Type.Optional(ProductNamed),
  source: Type.Object({
    format: Type.String(),
    id: Type.Optional(Type.String()),
    revision: Type.Optional(Type.String()),
    author: Type.String(),
    role: StatementRole,
    signature: Signature,
    laterSignature: Type.Optional(LaterSignature),
  }),
  overdueDays: Type.Optional(
    Type.Integer({
      description: 'For how many days it has been under investigation, where its author should be asked.',
    }),
  ),
  models: Type.Array(
    Type.Object({
      ...ModelNamed.properties,
      isInDoubt: Type.Optional(
        Type.Literal(true, { description: 'Whether it is among the versions that are spoken of cannot be told.' }),
      ),
    }),
    { description: 'The model versions here that it speaks of.' },
  ),
  clearsNothing: Type.Optional(
    Type.Literal(true, {
      description: 'It speaks of several versions at once: only what is said of an exact version clears that.',
    }),
  ),
  components: Type.Integer({ description: 'How many components it speaks of, wherever they are.' }),
  nearest: Type.Array(ModelNamed, { description: 'Where it speaks of nothing here: what it could have meant.' }),
})
export type Statement = Static<typeof Statement>

/** What a hospital decided itself. */
export const Triage = Type.Object({
  triageId: Type.String({ format: 'uuid' }),
  says: Type.String({ description: 'Status, reason and who decided, in one line.' }),
  modelVersionId: Type.Optional(Type.Integer()),
  deviceId: Type.Optional(Type.String({ format: 'uuid' })),
  vulnerabilityId: Type.Integer(),
  vulnerability: Type.String(),
  status: StatementStatus,
  justification: Type.Optional(Justification),
  reason: Type.String(),
  author: Type.String(),
  carriedFrom: Type.Optional(Type.String({ format: 'uuid' })),
  at: Instant,
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  serial: Type.Optional(Type.String()),
})
export type Triage = Static<typeof Triage>

/** A decision that waits for a person to say whether it holds for another version. */
export const TriageToConfirm = Type.Object({
  ...Triage.properties,
  toModelVersionId: Type.Integer(),
  toVersion: Type.String(),
})
export type TriageToConfirm = Static<typeof TriageToConfirm>

/** What became of a document of statements. */
export const StatementsAdded = Type.Object({
  is: Type.Union(
    [Type.Literal('added'), Type.Literal('unchanged'), Type.Literal('signed'), Type.Literal('superseded')],
    {
      description:
        '`signed`: it was here, and the signature is new. `superseded`: a later revision is there already; it is kept, and does not count.',
    },
  ),
  documentId: Type.Integer(),
  sha256: Type.String(),
  role: StatementRole,
  signature: Signature,
  laterSignature: Type.Optional(LaterSignature),
  statements: Count,
  replaced: Type.Integer({ description: 'How many earlier revisions it took the place of.' }),
  problems: Type.Array(Type.Object({ where: Type.String(), what: Type.String() }), { description: 'At most 500.' }),
  problemsTotal: Count,
})
export type StatementsAdded = Static<typeof StatementsAdded>

const Words = (maxLength: number, description: string) => Type.String({ minLength: 1, maxLength, description })

/** A decision of the hospital as it comes in: of a model version or of a device. */
export const TriageGiven = Type.Object(
  {
    vulnerability: Words(100, 'Any name of the flaw.'),
    modelVersionId: Type.Optional(Type.Integer({ minimum: 1 })),
    deviceId: Type.Optional(Type.String({ format: 'uuid' })),
    status: StatementStatus,
    justification: Type.Optional(Justification),
    reason: Words(4000, 'In words, for whoever asks later.'),
    author: Words(200, 'Who decided.'),
  },
  { additionalProperties: false },
)

/** That a decision holds for another version of its model too. */
export const TriageConfirmed = Type.Object(
  {
    modelVersionId: Type.Integer({ minimum: 1 }),
    author: Words(200, 'Who looked at it.'),
    reason: Type.Optional(Words(4000, 'What was looked at; absent: the reason of the decision itself.')),
  },
  { additionalProperties: false },
)
