import type { InTurn } from './once.ts'

/** Opens a line: each work begins once the one before it has ended, well or not. Nothing of what came of it is held on to. */
export function openLine(): InTurn {
  let before: Promise<void> = Promise.resolve()
  return async (work) => {
    const done = before.then(work)
    before = done.then(forget, forget)
    return done
  }
}

function forget(): void {
  // one that ended with what it read would hold that until the next one ends
}
