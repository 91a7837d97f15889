import { Type } from 'typebox'
import type { Static } from 'typebox'
import { SaidAlias } from './alias.ts'
import { ComponentName } from './component.ts'
import { CorrectionTold } from './correction.ts'
import { PartSupport } from './lifecycle.ts'
import { SbomHeader } from './sbom.ts'
import { Instant } from './scalars.ts'
import { Justification, StatementRole, StatementStatus } from './statement.ts'

/** What somebody states of a flaw, with whether it decides. */
export const SaidStatement = Type.Object(
  {
    status: StatementStatus,
    author: Type.String(),
    role: StatementRole,
    signature: Type.Union([
      Type.Literal('valid'),
      Type.Literal('invalid'),
      Type.Literal('unsigned'),
      Type.Literal('unknownKey'),
    ]),
    reach: Type.Optional(
      Type.Union([Type.Literal('inside'), Type.Literal('possible')], {
        description:
          'It speaks of several versions: this one is among them, or may be. Such a statement clears nothing. Absent: of exactly this one.',
      }),
    ),
    versions: Type.Optional(Type.String({ description: 'Which versions, in the words of its document.' })),
    laterSignature: Type.Optional(
      Type.Union([Type.Literal('invalid'), Type.Literal('unknownKey')], {
        description: 'A signature that came after its document, and by which it is not judged; `invalid` is an alarm.',
      }),
    ),
    justification: Type.Optional(Justification),
    text: Type.Optional(Type.String({ description: 'Why, or what to do, in the words of its author.' })),
    action: Type.Optional(Type.String()),
    compensatingControl: Type.Optional(Type.String()),
    component: Type.Optional(Type.String({ description: 'The part that is spoken of; absent: the whole.' })),
    document: Type.Optional(Type.String({ description: 'Which document in which revision; absent for a triage.' })),
    at: Type.Optional(Instant),
    says: Type.String({ description: 'Status, reason and who says so, in one line.' }),
    isDeciding: Type.Boolean({ description: 'False for what is overruled or does not count.' }),
    toConfirm: Type.Optional(
      Type.Object(
        {
          triageId: Type.String({ format: 'uuid' }),
          modelVersionId: Type.Integer({ description: 'What it would be confirmed for.' }),
          version: Type.Optional(Type.String({ description: 'What it was decided of.' })),
        },
        {
          description:
            'The hospital decided so of another version: it counts for nothing here until somebody confirms it (`POST /triage/{id}/confirmations`).',
        },
      ),
    ),
    isOverruled: Type.Optional(
      Type.Literal(true, {
        description: 'The hospital decided so, and whoever is believed before it says otherwise: look at both.',
      }),
    ),
  },
  { description: 'What a maker, a coordinator, a supplier or the hospital says of it.' },
)

/** What a verdict stands on: a listed component and the advisory that speaks of it, or what is missing. */
export const Why = Type.Object({
  reason: Type.String({ description: 'A reason or a doubt, as docs/verdicts.md lists them.' }),
  says: Type.String(),
  tier: Type.Optional(
    Type.Integer({
      minimum: 1,
      maximum: 5,
      description: '1 hash or purl, 2 CPE, 3 CNA block, 4 maker advisory, 5 name only',
    }),
  ),
  tierSays: Type.Optional(Type.String()),
  component: Type.Optional(ComponentName),
  vulnerability: Type.Optional(Type.String()),
  advisory: Type.Optional(Type.String({ description: 'Feed and record: `nvd CVE-2021-44228`.' })),
  range: Type.Optional(Type.String({ description: 'The affected versions in words.' })),
  problem: Type.Optional(Type.String()),
  aliases: Type.Optional(
    Type.Array(SaidAlias, { description: 'The aliases through which the component is meant, in order.' }),
  ),
  corrected: Type.Optional(
    Type.Object(
      {
        was: Type.Object({ name: Type.String(), version: Type.Optional(Type.String()) }),
        isAway: Type.Boolean({
          description:
            'The component shown is what is written, and is not judged; else it is judged in the place of what is written.',
        }),
        corrections: Type.Array(CorrectionTold),
      },
      { description: 'The organisation corrected what is written.' },
    ),
  ),
  correctedSays: Type.Optional(Type.String()),
  support: Type.Optional(PartSupport),
  sbom: Type.Optional(SbomHeader),
  versions: Type.Optional(
    Type.Object(
      {
        declared: Type.Optional(Type.String({ description: 'Absent: the list names none.' })),
        declaredSource: Type.Optional(Type.String()),
        declaredAt: Type.Optional(Type.String({ description: 'ISO 8601: as of when the list says so.' })),
        seen: Type.Array(
          Type.Object({
            version: Type.String({ description: 'Empty: which one cannot be told.' }),
            stands: Type.Union([Type.Literal('beside'), Type.Literal('instead')], {
              description:
                '`beside`: the device gets the worse of both verdicts. `instead`: sources agree, or a person said so.',
            }),
            because: Type.String(),
            evidence: Type.Optional(
              Type.Object({
                protocols: Type.Array(Type.String()),
                sensors: Type.Array(Type.String()),
                firstSeenAt: Instant,
                source: Type.String(),
                place: Type.String({ description: 'Where in the file it was seen first.' }),
              }),
            ),
          }),
        ),
      },
      {
        description: 'The network tells another software version of the device than its list: both, with who says so.',
      },
    ),
  ),
  statement: Type.Optional(SaidStatement),
})
export type Why = Static<typeof Why>
