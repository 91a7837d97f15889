// Before `npm start` and `npm run demo`: builds the page when it is not there or older than what it is made from.
import { spawnSync } from 'node:child_process'
import { existsSync, globSync, statSync } from 'node:fs'
import { join } from 'node:path'

const root = join(import.meta.dirname, '..')
const built = join(root, 'web', 'dist', 'index.html')
const sources = globSync(['web/**/*', 'src/server/contract.ts', 'src/server/contract/*.ts', 'package-lock.json'], {
  cwd: root,
  exclude: ['web/dist/**', 'web/dist'],
})

if (!existsSync(join(root, 'node_modules', 'vite'))) {
  console.error(
    'The page is not built here, since its builder is not installed: run "npm ci" with development packages.',
  )
} else if (!existsSync(built) || sources.some((path) => changedAt(join(root, path)) > changedAt(built))) {
  // npm puts its folder of programs first on the path of a script; on Windows they are `.cmd` files, which need a shell.
  const { status } = spawnSync('npm', ['run', '--silent', 'build:web'], {
    cwd: root,
    stdio: ['ignore', 'ignore', 'inherit'],
    shell: process.platform === 'win32',
  })
  process.exitCode = status ?? 1
}

/** @param {string} path */
function changedAt(path) {
  return statSync(path).mtimeMs
}
