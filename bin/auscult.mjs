#!/usr/bin/env node
// Plain JavaScript on purpose: it must start on any Node, find the Node 24 that npm brought, and run itself again there.
// A clone runs its source; an installed package has none and runs what `npm run build` made of it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import module, { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const NEEDED = 24
/** How large each half of V8's young generation is, in MB, where a command runs for weeks. */
const listening = ['--max-semi-space-size=1']
const serving = ['--min-semi-space-size=16', '--max-semi-space-size=16']
const young = new Map([
  ['listen', listening],
  ['sensor', listening],
  ['serve', serving],
  ['demo', serving],
])
const major = Number(process.versions.node.split('.')[0])

if (major < NEEDED) rerunOnNewerNode()
else {
  const flags = young.get(process.argv.slice(2).find((word) => young.has(word)) ?? '')
  const begunAgain = process.execArgv.some((flag) => flag.startsWith('--max-semi-space-size='))
  if (flags !== undefined && process.platform !== 'win32' && !begunAgain) beginAgain(flags)
  await runCommand()
}

async function runCommand() {
  const source = new URL('../src/cli/index.ts', import.meta.url)
  const isClone = existsSync(source)
  // By the module itself: a name that an older Node lacks must not stand in an import, which would end it before it can hand over.
  // Node takes types away by a program that holds 30 MB from then on; what it made is kept, so it is needed again only after a change.
  if (isClone) module.enableCompileCache(fileURLToPath(new URL('../node_modules/.cache/auscult', import.meta.url)))
  const { run } = await import(isClone ? source.href : new URL('../src/cli/index.js', import.meta.url).href)
  process.exitCode = await run(process.argv.slice(2))
}

/**
 * What serves or listens for weeks begins again as a process whose young generation is neither as large as what is loaded at the start made it,
 * nor shrinks for good when little happens: V8 reads this at its start alone. Saves a server 70 MB of 320 at the same speed. A pipe is listened
 * to on a small box: there glibc is told to give back what is free, too, and 30 MB of 200 are saved.
 * @param {string[]} flags
 */
function beginAgain(flags) {
  const ofMalloc = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072' }
  const environment = { ...(flags === listening ? ofMalloc : {}), ...process.env }
  process.execve?.(
    process.execPath,
    [process.execPath, ...process.execArgv, ...flags, ...process.argv.slice(1)],
    environment,
  )
}

function rerunOnNewerNode() {
  const node = bundledNode()
  if (node === undefined) {
    console.error(
      `auscult needs Node ${NEEDED} or later, this is ${process.version}, and no bundled one was found for ` +
        `${process.platform}-${process.arch}. Install Node ${NEEDED}, or run "npm ci" again without --omit=optional.`,
    )
    process.exitCode = 69
    return
  }
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' })
  for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) {
    process.on(signal, () => child.kill(signal))
  }
  child.on('exit', (code, signal) => {
    process.exitCode = code ?? 128 + (signal === null ? 0 : constants.signals[signal])
  })
}

function bundledNode() {
  const platform = process.platform === 'win32' ? 'win' : process.platform
  const executable = process.platform === 'win32' ? 'node.exe' : 'node'
  try {
    const manifest = createRequire(import.meta.url).resolve(`node-${platform}-${process.arch}/package.json`)
    const path = join(dirname(manifest), 'bin', executable)
    return existsSync(path) ? path : undefined
  } catch {
    return undefined
  }
}
