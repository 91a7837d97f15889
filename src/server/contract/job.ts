import { Type } from 'typebox'
import type { Static } from 'typebox'
import { Count, Instant } from './scalars.ts'

/** A piece of work in the background. */
export const Job = Type.Object({
  jobId: Type.String({ format: 'uuid' }),
  kind: Type.Union([
    Type.Literal('feedPull'),
    Type.Literal('feedImport'),
    Type.Literal('rematch'),
    Type.Literal('rematchAll'),
    Type.Literal('assetsImport'),
    Type.Literal('captureListen'),
    Type.Literal('sbomAdd'),
    Type.Literal('observationsFuse'),
  ]),
  priority: Type.Union([Type.Literal('person'), Type.Literal('upload'), Type.Literal('scheduled')]),
  state: Type.Union([
    Type.Literal('waiting'),
    Type.Literal('running'),
    Type.Literal('done'),
    Type.Literal('failed'),
    Type.Literal('cancelled'),
  ]),
  about: Type.Optional(Type.String({ description: 'The feed or file it is about.' })),
  says: Type.String(),
  attempts: Count,
  mostAttempts: Count,
  progress: Type.Optional(
    Type.Object({ done: Type.Number(), total: Type.Optional(Type.Number()), unit: Type.String() }),
  ),
  result: Type.Optional(Type.Unknown()),
  problem: Type.Optional(Type.Object({ code: Type.String(), detail: Type.String() })),
  createdAt: Instant,
  startedAt: Type.Optional(Instant),
  finishedAt: Type.Optional(Instant),
})
export type Job = Static<typeof Job>
