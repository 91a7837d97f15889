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
/** In MB. */
const YOUNG = '--max-semi-space-size=1'
const major = Number(process.versions.node.split('.')[0])

if (major < NEEDED) rerunOnNewerNode()
else {
  const listens = process.argv.slice(2).some((word) => word === 'listen' || word === 'sensor')
  if (listens && process.platform !== 'win32' && !process.execArgv.includes(YOUNG)) becomeSmall()
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
 * A pipe is listened to for weeks, on a small box: glibc is told to give back what is free, and V8 not to let what is loaded at the start make the
 * young generation large for good. Both are read at the start alone, so this process begins again as one that has them. Saves 30 MB of 200.
 */
function becomeSmall() {
  const environment = { MALLOC_ARENA_MAX: '1', MALLOC_TRIM_THRESHOLD_: '131072', ...process.env }
  process.execve?.(
    process.execPath,
    [process.execPath, ...process.execArgv, YOUNG, ...process.argv.slice(1)],
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
