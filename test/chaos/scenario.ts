import { randomFrom } from '../mutate.ts'
import type { Random } from '../mutate.ts'
import { killProcess, postmasterOf, startServed, tokenOf, untilReady } from './served.ts'
import type { Place, Served } from './served.ts'
import { newLedger, sendUntil } from './traffic.ts'
import type { Ledger } from './traffic.ts'
import { faultsOf } from './verify.ts'

/** What a scenario is given: how much to do, from which seed, and where. */
export interface ScenarioOptions {
  readonly kills: number
  readonly seed: number
  /** An empty folder of its own. */
  readonly folder: string
  readonly port: number
  readonly tell: (line: string) => void
}

export interface ScenarioResult {
  /** Processes killed, or other blows dealt. */
  readonly blows: number
  readonly acknowledged: ReadonlyMap<string, number>
  readonly faults: readonly string[]
}

/** One way in which the world treats a server badly. */
export interface Scenario {
  readonly id: string
  readonly what: string
  /** Why it cannot run on this machine; undefined when it can. */
  readonly hindrance?: () => string | undefined
  readonly run: (options: ScenarioOptions) => Promise<ScenarioResult>
}

/** The life of one scenario: a place, what was acknowledged there, and the faults found. */
export class Trial {
  readonly place: Place
  readonly random: Random
  readonly ledger: Ledger = newLedger()
  readonly faults: string[] = []
  readonly #tell: (line: string) => void
  blows = 0

  constructor({ seed, port, tell }: ScenarioOptions, place: Omit<Place, 'port'>) {
    this.place = { ...place, port }
    this.random = randomFrom(seed)
    this.#tell = tell
  }

  async start(place = this.place): Promise<Served> {
    const served = startServed(place)
    await untilReady(served)
    return served
  }

  /** Sends requests over several connections for as long as `work` lasts. */
  async under<T>(work: () => Promise<T>, places: readonly Place[] = [this.place]): Promise<T> {
    const token = await tokenOf(this.place)
    const ending = new AbortController()
    const sending = places.flatMap((place) =>
      Array.from({ length: SENDERS }, async () => {
        const sender = { place, token, random: randomFrom(this.random(2 ** 31)), ledger: this.ledger }
        return sendUntil(sender, ending.signal)
      }),
    )
    try {
      return await work()
    } finally {
      ending.abort()
      await Promise.all(sending)
    }
  }

  /** Looks whether all is well, and notes what is not. */
  async verify(when: string, place = this.place): Promise<void> {
    const found = await faultsOf(place, await tokenOf(this.place), this.ledger)
    this.faults.push(...found.map((fault) => `${when}: ${fault}`))
    const { sboms, serials } = this.ledger
    this.#tell(`${when}: ${sboms.size} SBOMs and ${serials.size} devices acknowledged, ${found.length} faults`)
    for (const fault of found) this.#tell(`  ${fault}`)
  }

  result(): ScenarioResult {
    const { blows, ledger, faults } = this
    if (ledger.sboms.size === 0)
      faults.push('nothing was acknowledged, so nothing was proved: is the machine too busy?')
    return { blows, acknowledged: ledger.acknowledged, faults }
  }

  /** Nothing may be left running when a scenario is over. */
  end(): void {
    killProcess(postmasterOf(this.place.dataFolder))
  }
}

const SENDERS = 4
