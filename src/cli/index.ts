import { CommanderError } from 'commander'
import { visible, visibleJson } from '../model/index.ts'
import { keepMemoryOutOfDumps } from './core-dumps.ts'
import { readEnvironment } from './environment.ts'
import { CommandError, exitCodes, toFailure } from './failure.ts'
import { catchInterrupts } from './interrupts.ts'
import { toProgram } from './program.ts'
import { openScreen, ReaderGone } from './screen.ts'

const longestMessage = 2_000
const helpAsked = new Set(['commander.help', 'commander.helpDisplayed', 'commander.version'])

/**
 * Runs one command line, without `node` and the script's name before it; gives the exit code that `docs/cli.md` explains. Answers go to standard
 * output, all else to standard error. Never throws.
 */
export async function run(argv: readonly string[]): Promise<number> {
  keepMemoryOutOfDumps()
  const environment = readEnvironment()
  const interrupts = catchInterrupts()
  const onFault = (error: Error): void => endAtFault(error, environment.debug)
  process.on('uncaughtException', onFault)
  let exitCode = 0
  const { signal, endWithin } = interrupts
  try {
    const program = await toProgram(argv, { environment, signal, endWithin, finish: (code) => (exitCode = code) })
    await program.parseAsync(argv.length === 0 ? ['--help'] : argv, { from: 'user' })
    return exitCode
  } catch (error) {
    if (error instanceof ReaderGone) return exitCode
    if (error instanceof CommanderError && helpAsked.has(error.code)) return error.exitCode === 0 ? 0 : exitCodes.usage
    return await tell(signal.aborted ? signal.reason : error, argv, environment.debug)
  } finally {
    interrupts.end()
    process.off('uncaughtException', onFault)
  }
}

/** One line on standard error and, where a program listens, one object on standard output. */
async function tell(error: unknown, argv: readonly string[], debug: boolean): Promise<number> {
  const isUsage = error instanceof CommanderError
  const told = isUsage ? new CommandError('usage', error.message.replace(/^error: /, '')) : error
  const { code, message, exitCode } = toFailure(told)
  const screen = openScreen({ quiet: false })
  const lines = message
    .slice(0, longestMessage)
    .split('\n')
    .map((line) => visible(line, longestMessage))
  if (!isUsage) screen.remark(`auscult: ${lines.join('\n')}`)
  if (debug && error instanceof Error) screen.remark(error.stack ?? '')
  if (!argv.includes('--json')) return exitCode
  try {
    await screen.answer([`${visibleJson({ error: { code, message } })}\n`])
  } catch (gone) {
    if (!(gone instanceof ReaderGone)) throw gone
  }
  return exitCode
}

/** An error outside of what was awaited: nothing can go on, but a person is told as of any other. */
function endAtFault(error: Error, debug: boolean): void {
  const { message, exitCode } = toFailure(error)
  process.stderr.write(`auscult: ${visible(debug ? (error.stack ?? message) : message, longestMessage)}\n`)
  process.exit(exitCode)
}
