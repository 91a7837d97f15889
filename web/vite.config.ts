import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

/** `npm run dev` shows a change at once and passes what it does not serve itself to an Auscult that runs beside it. */
const address = 'http://127.0.0.1:8320'
const server = {
  port: 8321,
  proxy: { '/api/': { target: address, changeOrigin: true, headers: { origin: address } } },
}

export default defineConfig({
  root: import.meta.dirname,
  plugins: [react()],
  server,
  build: {
    outDir: 'dist',
    // Pictures and fonts stay files, so that the content security policy need not allow `data:`.
    assetsInlineLimit: 0,
    // The libraries inside the page, for their licences and the SBOM that go along (packaging/page-libraries.ts).
    license: { fileName: '.vite/license.json' },
  },
})
