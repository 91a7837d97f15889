import { startWorker } from '../src/flows/index.ts'
import { openStore } from '../src/store/index.ts'
import type { StoreOptions } from '../src/store/index.ts'

/*
 * A server's worker as a process of its own, so that it can be killed. It says `ready`, and `working` when its job waits for a feed that
 * never answers.
 */
const { options, dataFolder } = JSON.parse(process.argv[2] ?? '{}') as { options: StoreOptions; dataFolder: string }

const store = await openStore(options)
await startWorker(store, {
  dataFolder,
  log: () => undefined,
  fetch: async () => {
    process.stdout.write('working\n')
    return new Promise(() => undefined)
  },
})
process.stdout.write('ready\n')
