import assert from 'node:assert/strict'
import { existsSync, globSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { test } from 'node:test'

const root = join(import.meta.dirname, '..')
const pages = globSync(['*.md', '{docs,src,test,demo,bench}/**/*.md'], { cwd: root })

/** Links and pictures of a page that point into the repository, without their `#anchor`. */
function localLinks(markdown: string): string[] {
  const targets = [...markdown.matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
  return targets.filter((target) => !/^(?:[a-z]+:|#)/.test(target)).map((target) => target.replace(/#.*/, ''))
}

test('every link of every page leads to a file that exists', () => {
  assert.ok(pages.includes('README.md'), 'the pages were not found, so nothing was checked')
  const dead = pages.flatMap((page) =>
    localLinks(readFileSync(join(root, page), 'utf8'))
      .filter((target) => !existsSync(join(root, dirname(page), target)))
      .map((target) => `${page} → ${target}`),
  )
  assert.deepEqual(dead, [])
})

test('no page holds what a merge left behind', () => {
  const torn = pages.filter((page) => /^(?:<{7} |>{7} |={7}$)/m.test(readFileSync(join(root, page), 'utf8')))
  assert.deepEqual(torn, [])
})

test('every file of the repository that a page names is there', () => {
  const inRepository = /`((?:bin|bench|demo|docs|packaging|src|test|web)\/[\w./-]+\.[a-z]+)`/g
  const named = pages.flatMap((page) =>
    [...readFileSync(join(root, page), 'utf8').matchAll(inRepository)].map(([, path = '']) => ({ page, path })),
  )
  assert.ok(named.length > 20, 'no names were found, so nothing was checked')
  const gone = named.filter(({ path }) => !/NAME/.test(path) && !existsSync(join(root, path)))
  assert.deepEqual(gone, [])
})

test('every decision is in the index of decisions, and says its status and what would change it', () => {
  const index = readFileSync(join(root, 'docs/adr/README.md'), 'utf8')
  const decisions = globSync('docs/adr/[0-9]*.md', { cwd: root })
  assert.ok(decisions.length >= 5)
  for (const path of decisions) {
    const text = readFileSync(join(root, path), 'utf8')
    assert.ok(index.includes(path.slice('docs/adr/'.length).replaceAll('\\', '/')), `${path} is not in the index`)
    for (const part of [
      '\nStatus: ',
      '\n## Context\n',
      '\n## Decision\n',
      '\n## Consequences\n',
      '\n## What would change it\n',
    ]) {
      assert.ok(text.includes(part), `${path} lacks "${part.trim()}"`)
    }
  }
})

test('every npm command that README and CONTRIBUTING name exists', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const text = ['README.md', 'CONTRIBUTING.md'].map((page) => readFileSync(join(root, page), 'utf8')).join('\n')
  const named = [...text.matchAll(/npm run ([a-z\d:]+)/g)].map(([, name = '']) => name)
  assert.ok(named.includes('demo'))
  assert.deepEqual(
    named.filter((name) => scripts[name] === undefined),
    [],
  )
})
