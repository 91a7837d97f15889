import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const script = join(import.meta.dirname, '..', 'bin', 'auscult.mjs')

/** What one command said and how it ended. */
export interface Ran {
  readonly exitCode: number | null
  readonly stdout: string
  readonly stderr: string
}

/** Runs `auscult` in a process of its own, with nothing of this machine's settings in its environment but the path. */
export async function runAuscult(
  argv: readonly string[],
  {
    env = {},
    input = '',
  }: { readonly env?: Readonly<Record<string, string>>; readonly input?: string | Uint8Array } = {},
): Promise<Ran> {
  const child = spawn(process.execPath, [script, ...argv], {
    env: { PATH: process.env['PATH'] ?? '', HOME: process.env['HOME'] ?? '', ...env },
  })
  child.stdin.on('error', () => undefined) // a command that needs no input may end before it is written
  child.stdin.end(input)
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve))
  const [stdout, stderr] = await Promise.all([text(child.stdout), text(child.stderr)])
  return { exitCode: await ended, stdout, stderr }
}
