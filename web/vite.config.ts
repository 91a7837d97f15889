import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npm run dev` shows a change at once and passes what it does not serve itself to an Auscult that runs beside it. */
const address = 'http://127.0.0.1:8320'
const server = {
  port: 8321,
  proxy: { '/api/': { target: address, changeOrigin: true, headers: { origin: address } } },
}

/** What the pages on the network share and nothing else loads: one file of it compresses better than a dozen small ones. */
const network =
  /web\/.*(?:(?:network|observed|reconcile|traffic)-page|words\/(?:network|traffic)|use-network-words|parts\/(?:evidence|zones|traffic|settling|capture-form|queue-row|find-dialog|deciding|decisions|device-network|observed|author-form))/

/** Likewise what brings and lists what an organisation keeps. */
const kept =
  /web\/.*(?:(?:add|advisories|aliases|corrections|keys|statements)-page|(?:words\/(?:en|fr)-(?:known|lists)|use-known-words|parts\/(?:advisory-form|statement-form|correct-dialog|flaw-advisories|list-understood)))/

/** Likewise what asks for and says what people state: the first page loads it, and most others do. */
const said = /web\/(?:forms|kept-queries|said-queries|parts\/saying)/

/** And what both the pages on the network and those of what is kept are made of. */
const lists = /web\/(?:author|pages\/kept-page|parts\/filter)/

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server,
  build: {
    outDir: 'dist',
    // Pictures and fonts stay files, so that the content security policy need not allow `data:`.
    assetsInlineLimit: 0,
    cssCodeSplit: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          includeDependenciesRecursively: false,
          groups: [
            { name: 'network', test: network },
            { name: 'kept', test: kept },
            { name: 'said', test: said },
            { name: 'lists', test: lists },
          ],
        },
      },
    },
    // The libraries inside the page, for their licences and the SBOM that go along (packaging/page-libraries.ts).
    license: { fileName: '.vite/license.json' },
  },
})
