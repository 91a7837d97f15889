import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const collect = runInNewContext('gc') as () => void

/** Takes away all that nobody holds. Whoever asks has to let a turn of the event loop pass before: a `WeakRef` holds what it has just given until then. */
export function collectGarbage(): void {
  collect()
}
