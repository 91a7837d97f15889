import { flawTurns } from '../model/index.ts'
import type { ComparedLine, ChangedLine, FlawChange, FlawTurn, Page, PageAsked } from '../model/index.ts'
import type { Organisation, Store } from '../store/index.ts'
import { pageFrom, startOf } from './counted-pages.ts'
import { diffOfComponents, diffOfFlaws } from './diff-sboms.ts'
import type { DiffAsked, SbomDiff } from './diff-sboms.ts'

/** A component that is in one of two nomenclatures, or differs: `before` and `after` as far as it is there. */
export interface DiffComponent extends Partial<ChangedLine> {
  readonly change: 'added' | 'removed' | 'changed'
}

interface Asked<Class> extends DiffAsked {
  readonly organisation: Organisation
  readonly page: PageAsked
  /** Only these classes; all when none is named. */
  readonly classes?: readonly Class[]
}

/** The components that changed: added, removed, then changed, each by name. Throws `notFound`, `stillMatching` and `cursorInvalid`. */
export async function diffComponents(
  store: Store,
  { organisation, page, classes, ...asked }: Asked<DiffComponent['change']>,
): Promise<Page<DiffComponent>> {
  const from = startOf(page)
  const { added, removed, changed } = await diffOfComponents(store, organisation, asked)
  const one =
    (change: 'added' | 'removed', side: 'before' | 'after') =>
    (line: ComparedLine): DiffComponent => ({
      change,
      [side]: line,
    })
  const all: DiffComponent[] = [
    ...added.map(one('added', 'after')),
    ...removed.map(one('removed', 'before')),
    ...changed.map((line) => ({ change: 'changed' as const, ...line })),
  ]
  return pageFrom(
    from,
    all.filter(({ change }) => classes?.includes(change) ?? true),
    page,
  )
}

/** The flaws that changed, class by class, the most urgent first. Throws as `diffComponents` does. */
export async function diffFlaws(
  store: Store,
  { organisation, page, classes, ...asked }: Asked<FlawTurn>,
): Promise<Page<FlawChange>> {
  const from = startOf(page)
  const flaws = await diffOfFlaws(store, organisation, asked)
  const all = flawTurns.filter((turn) => classes?.includes(turn) ?? true).flatMap((turn) => flaws[turn])
  return pageFrom(from, all, page)
}

/** How many of each class. */
export function countDiff({ components, flaws }: Pick<SbomDiff, 'components' | 'flaws'>) {
  const { unchanged, added, removed, changed } = components
  const { newlyAffected, newlyUnknown, noLongerTold, fixed } = flaws
  return {
    components: { unchanged, added: added.length, removed: removed.length, changed: changed.length },
    flaws: {
      newlyAffected: newlyAffected.length,
      newlyUnknown: newlyUnknown.length,
      noLongerTold: noLongerTold.length,
      fixed: fixed.length,
    },
  }
}
