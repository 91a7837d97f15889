import { existsSync } from 'node:fs'
import { chromium } from 'playwright-core'
import type { Browser } from 'playwright-core'

/** Where Debian, Ubuntu, Fedora, macOS and Windows put a Chromium. */
const usualPaths = [
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/snap/bin/chromium',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
]

const path = [process.env['AUSCULT_CHROMIUM'] ?? '', ...usualPaths].find((each) => each !== '' && existsSync(each))

/**
 * Why the pages cannot be walked here, for `test(name, { skip })`; false when they can. Without a Chromium the tests skip; where nothing
 * may skip (`AUSCULT_DATA=required`) its absence fails.
 */
export function withoutChromium(): string | false {
  if (path !== undefined) return false
  const words = 'there is no Chromium: "apt-get install chromium", or name one in AUSCULT_CHROMIUM'
  if (process.env['AUSCULT_DATA'] === 'required') throw new Error(words)
  return words
}

/** Starts it. As root, as in a container, it cannot have a sandbox of its own; it sees nothing but our own server. */
export async function startChromium(): Promise<Browser> {
  const args = process.getuid?.() === 0 ? ['--no-sandbox'] : []
  const env = { ...process.env, LC_ALL: 'C.UTF-8' } // in the locale C it calls a file whose name has accents "download"
  return chromium.launch({ ...(path !== undefined && { executablePath: path }), args, env })
}
