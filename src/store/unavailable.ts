import { StoreError } from './error.ts'
import { errorCode, messageOf } from './system-error.ts'

const LOST = /^(?:08...|57P0[1-3]|ECONN\w+|EPIPE|ETIMEDOUT|EHOSTUNREACH|ENETUNREACH|ENOTFOUND|EAI_AGAIN)$/
/** Errors of the driver that carry no code. */
const LOST_WORDS =
  /^(?:Connection terminated|Client has encountered a connection error|Client was closed|Cannot use a pool after)/
const BUSY = /^(?:53200|53300|55P03|40001|40P01|57014)$/
const BUSY_WORDS = /^timeout exceeded when trying to connect/

/**
 * An error told as what it means for whoever waits: the database cannot be reached, has too much to do, or has no disk left. Later the same
 * work may succeed, on a new connection. Any other error is given back as it is.
 */
export function toUnavailable(error: unknown): unknown {
  if (error instanceof StoreError) return error
  const [code, message] = [errorCode(error) ?? '', messageOf(error)]
  if (LOST.test(code) || isMissingSocket(error) || LOST_WORDS.test(message))
    return new StoreError(
      'databaseUnreachable',
      code === '57P03'
        ? 'the database is starting: try again in a moment'
        : 'the connection to the database was lost; what was not finished changes nothing: check that the database runs, then try again',
      { cause: error },
    )
  if (BUSY.test(code) || BUSY_WORDS.test(message))
    return new StoreError(
      'databaseBusy',
      'the database has too much to do at this moment; what was not finished changes nothing: try again in a minute',
      { cause: error },
    )
  if (code === '53100')
    return new StoreError(
      'diskFull',
      "no space left on the database's disk; what was not finished changes nothing: free some space, then try again",
      { cause: error },
    )
  return error
}

/** The Unix socket of a server that does not run. */
function isMissingSocket(error: unknown): boolean {
  return errorCode(error) === 'ENOENT' && error instanceof Error && 'syscall' in error && error.syscall === 'connect'
}
