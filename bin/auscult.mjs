#!/usr/bin/env node
// Plain JavaScript on purpose: it must start on any Node, find the Node 24 that npm brought, and run itself again there.
// A clone runs its source; an installed package has none and runs what `npm run build` made of it.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { constants } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { setFlagsFromString } from 'node:v8'

const NEEDED = 24
const major = Number(process.versions.node.split('.')[0])

if (major >= NEEDED) {
  // A pipe is listened to for weeks in little memory: what is loaded at the start must not make the young generation large for good.
  if (process.argv[2] === 'listen') setFlagsFromString('--semi-space-growth-factor=1')
  const source = new URL('../src/cli/index.ts', import.meta.url)
  const door = existsSync(source) ? source : new URL('../src/cli/index.js', import.meta.url)
  const { run } = await import(door.href)
  process.exitCode = await run(process.argv.slice(2))
} else {
  rerunOnNewerNode()
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
