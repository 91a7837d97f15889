import { Type } from 'typebox'
import type { Static } from 'typebox'
import { AnsweredDevice } from './device.ts'
import { Organisation } from './organisation.ts'
import { Page } from './page.ts'
import { Count } from './scalars.ts'
import { Counts, Verdict } from './verdict.ts'
import { FeedDate, FlawSummary } from './vulnerability.ts'

/** A model version of an answer: all its devices share the verdict. */
export const AnsweredModel = Type.Object({
  modelVersionId: Type.Integer(),
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  verdict: Verdict,
  reason: Type.String(),
  reasonSays: Type.String(),
  devices: Count,
})
export type AnsweredModel = Static<typeof AnsweredModel>

/** The four counts of one ward; without `site` or `ward` those of devices whose list names none. */
export const WardCounts = Type.Object({
  site: Type.Optional(Type.String()),
  ward: Type.Optional(Type.String()),
  counts: Counts,
})
export type WardCounts = Static<typeof WardCounts>

export const Settlement = Type.Object({
  need: Type.String(),
  devices: Count,
  maker: Type.Optional(Type.String()),
  model: Type.Optional(Type.String()),
  version: Type.Optional(Type.String()),
  component: Type.Optional(Type.String()),
  says: Type.String(),
})
export type Settlement = Static<typeof Settlement>

/** The answer to a question, without its lists. */
export const Answer = Type.Object({
  query: Type.String(),
  organisation: Organisation,
  question: Type.Union([
    Type.Literal('flaw'),
    Type.Literal('part'),
    Type.Literal('words'),
    Type.Literal('hash'),
    Type.Literal('support'),
    Type.Literal('device'),
  ]),
  fictional: Type.Boolean(),
  asOf: Type.Optional(Type.String()),
  flaw: Type.Optional(FlawSummary),
  counts: Type.Union([Counts, Type.Null()], { description: 'Null for a question about devices themselves.' }),
  inScope: Count,
  devicesTotal: Type.Integer({
    minimum: 0,
    description: 'Devices that are listed one by one: those in scope, or all that a question about devices found.',
  }),
  outOfScope: Type.Object({ scrapped: Count, noSoftware: Count }),
  reasons: Type.Array(Type.Object({ verdict: Verdict, reason: Type.String(), devices: Count, says: Type.String() })),
  settles: Type.Array(Settlement, { description: 'What would settle most of what cannot be told, at most 20.' }),
  feeds: Type.Array(FeedDate),
  notes: Type.Array(
    Type.Object({
      is: Type.String(),
      asked: Type.Optional(Type.String()),
      taken: Type.Array(Type.String()),
      says: Type.String(),
    }),
  ),
  says: Type.Object({
    sentence: Type.String({ description: 'The four numbers in one sentence.' }),
    waits: Type.Optional(Type.String({ description: 'What the unknowns wait for.' })),
    safety: Type.String({ description: 'To be shown with every answer.' }),
    fictional: Type.Optional(Type.String()),
    asOf: Type.Optional(Type.String()),
    outOfScope: Type.String(),
    verdicts: Type.Object({
      affected: Type.String(),
      unknown: Type.String(),
      notListed: Type.String(),
      notAffected: Type.String(),
    }),
  }),
})
export type Answer = Static<typeof Answer>

/** The answer with the first page of the devices to act on: affected first, then those that cannot be told, each by site and ward. */
export const AskResponse = Type.Object({ answer: Answer, devices: Page(AnsweredDevice) })
export type AskResponse = Static<typeof AskResponse>

/** One thing the search box offers. `query` is what asking for it would send. */
export const Suggestion = Type.Object(
  {
    is: Type.Union([
      Type.Literal('flaw'),
      Type.Literal('component'),
      Type.Literal('model'),
      Type.Literal('device'),
      Type.Literal('ward'),
      Type.Literal('support'),
    ]),
    query: Type.String(),
    label: Type.String(),
    detail: Type.Optional(Type.String()),
  },
  { examples: [{ is: 'component', query: 'openssl', label: 'openssl' }] },
)
export type Suggestion = Static<typeof Suggestion>
