import { addAliases, createOrganisation, openMigrated } from '../../src/flows/index.ts'
import type { AliasFact } from '../../src/model/index.ts'
import type { Store } from '../../src/store/index.ts'
import type { Measure, Reached } from '../measure.ts'
import { fillPortfolio, makerAt, productAt } from '../portfolio.ts'
import { figuresOf, inMs, timeOnce } from '../timing.ts'

const ALIAS_MS = 1_000
const ROUNDS = 20
const source = 'made up for a measure'

/** One alias added to a portfolio of 300,000 components, to its findings. */
export const oneAlias: Measure = {
  id: 'alias',
  what: 'one alias added to 300,000 components, to its findings',
  grows: false,
  run: async (bench) => {
    const dataFolder = await bench.scratch()
    const store = await openMigrated({ dataFolder })
    bench.watch(dataFolder)
    try {
      await fillPortfolio(store, await bench.scratch())
      return await measureAliases(store)
    } finally {
      await store.close()
    }
  },
}

async function measureAliases(store: Store): Promise<Reached[]> {
  const { organisationId } = await createOrganisation(store, 'Portfolio')
  const scope = { organisationId, isPublic: true, by: 'measure' }
  const add = async (facts: readonly AliasFact[]): Promise<Reached['figures'] & { readonly touched: number }> => {
    let touched = 0
    const times: number[] = []
    for (const fact of facts)
      times.push(
        await timeOnce(async () => {
          touched += (await addAliases(store, [fact], scope)).components
        }),
      )
    return { ...figuresOf(times), touched: touched / facts.length }
  }
  const rounds = Array.from({ length: ROUNDS }, (_unused, round) => makerAt(round + 1))
  const makers = await add(
    rounds.map((from) => ({ relation: 'successor', kind: 'maker', from, to: `new${from}`, source })),
  )
  const families = await add(
    rounds.map((_unused, round) => ({
      relation: 'memberOf',
      kind: 'product',
      from: productAt(100_000 + round),
      to: `family${round}`,
      source,
    })),
  )
  const giant = await add([{ relation: 'successor', kind: 'maker', from: 'giant', to: 'newgiant', source }])
  return [
    await toReached(store, 'a successor of a maker', makers),
    await toReached(store, 'a family of a product', families),
    await toReached(store, 'a successor of the largest maker', giant),
  ]
}

/** Beside it, the plain writing of as many rows as it adds, without index or log: there is no other product that does this to be set beside. */
async function toReached(
  store: Store,
  what: string,
  { touched, ...figures }: Reached['figures'] & { readonly touched: number },
): Promise<Reached> {
  const client = await store.connectAboveWalls()
  await client.query('create unlogged table auscult.copied_key (like auscult.component_key)')
  const copied = await timeOnce(async () =>
    client.query(`insert into auscult.copied_key select * from auscult.component_key limit ${Math.ceil(touched)}`),
  )
  await client.query('drop table auscult.copied_key')
  await client.end()
  return {
    what,
    unit: 'ms',
    figures: figures as Reached['figures'],
    goal: { of: 'max', atMost: ALIAS_MS },
    beside: `as many rows into a table without indexes: ${inMs(copied)}`,
    note: `${Math.round(touched)} components each`,
  }
}
