import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { getRouteApi } from '@tanstack/react-router'
import type { DiffComponent, DiffFlaw, SbomDiff, Verdict } from '../../src/server/contract.ts'
import { useAsker } from '../asker.ts'
import { nameOfSbom } from '../parts/sbom-line.ts'
import { diffComponentsQuery, diffFlawsQuery, diffQuery } from '../said-queries.ts'
import type { Sides } from '../said-queries.ts'
import type { Told } from '../parts/corrections.ts'
import type { Words } from '../words/en.ts'

const route = getRouteApi('/diff')

/** The two nomenclatures of the address, and how much changed between them. */
export function useDiff() {
  const sides = route.useSearch({ select: ({ from, to }) => ({ from, to }) })
  return { sides, query: useQuery(diffQuery(sides, useAsker())) }
}

export function useDiffFlaws(sides: Sides) {
  const query = useInfiniteQuery(diffFlawsQuery(sides, useAsker()))
  return { query, flaws: query.data?.pages.flatMap(({ items }) => items) }
}

export function useDiffComponents(sides: Sides) {
  const query = useInfiniteQuery(diffComponentsQuery(sides, useAsker()))
  return { query, components: query.data?.pages.flatMap(({ items }) => items) }
}

/** A model version by its name, an SBOM by that of its file. */
export function nameOfSide({ name, sboms }: SbomDiff['before']): string {
  return name ?? sboms.map(nameOfSbom).join(', ')
}

/** The class whose colour a flaw of a diff has: what it is now, and fixed or no longer told where it is no finding any more. */
export const verdictOfTurn: Readonly<Record<DiffFlaw['turn'], Verdict>> = {
  newlyAffected: 'affected',
  newlyUnknown: 'unknown',
  noLongerTold: 'notListed',
  fixed: 'notAffected',
}

export function totalOfFlaws({ flaws }: Pick<SbomDiff, 'flaws'>): number {
  return flaws.newlyAffected + flaws.newlyUnknown + flaws.noLongerTold + flaws.fixed
}

export function totalOfComponents({ components }: Pick<SbomDiff, 'components'>): number {
  return components.added + components.removed + components.changed
}

/** `openssl 1.1.1k, zlib 1.2.11 · a listed component is in an affected range`, then what decides on either side, a line each. */
export function linesOfFlaw({ components, reasonSays, statedBefore = [], statedAfter = [] }: LinesAsked): string[] {
  const parts = components.map(({ name, version }) => [name, version].filter((part) => part !== undefined).join(' '))
  return [
    [[...new Set(parts)].join(', '), reasonSays].filter((text) => text !== '').join(' · '),
    ...statedBefore.map(({ says }) => `− ${says}`),
    ...statedAfter.map(({ says }) => `+ ${says}`),
  ]
}

interface LinesAsked extends Pick<DiffFlaw, 'components' | 'reasonSays'> {
  readonly statedBefore?: readonly Said[]
  readonly statedAfter?: readonly Said[]
}

type Said = Pick<NonNullable<DiffFlaw['statedAfter']>[number], 'says'>

/** `1.1.1k → 3.0.7`: the version before and after; where both are the same, what differs instead. */
export function changeOf({ change, before, after, fields }: DiffComponent, { answer, diff }: Words): string {
  const [was, is] = [before, after].map((line) => line?.version ?? answer.versionNotKnown)
  if (change === 'added') return is ?? ''
  if (change === 'removed') return was ?? ''
  return was === is ? diff.differs((fields ?? []).join(', ')) : `${was} → ${is}`
}

/** The corrections that act on either side of a component, each once. */
export function correctionsOf({ before, after }: Pick<DiffComponent, 'before' | 'after'>): readonly Told[] {
  const told = [before, after].flatMap((line) => line?.corrected?.corrections ?? [])
  return [...new Map(told.map((each) => [each.correctionId, each])).values()]
}
