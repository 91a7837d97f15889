import type { App, Context } from './route.ts'
import { aliasesRoutes } from './routes/aliases.ts'
import { advisoriesRoutes } from './routes/advisories.ts'
import { askRoutes } from './routes/ask.ts'
import { assetExportRoutes } from './routes/asset-export.ts'
import { correctionsRoutes } from './routes/corrections.ts'
import { devicesRoutes } from './routes/devices.ts'
import { documentRoutes } from './routes/document.ts'
import { healthRoutes } from './routes/health.ts'
import { jobsRoutes } from './routes/jobs.ts'
import { keysRoutes } from './routes/keys.ts'
import { listColumnsRoutes } from './routes/list-columns.ts'
import { modelsRoutes } from './routes/models.ts'
import { observedDecisionsRoutes } from './routes/observed-decisions.ts'
import { observedDevicesRoutes } from './routes/observed-devices.ts'
import { organisationsRoutes } from './routes/organisations.ts'
import { releaseCyclesRoutes } from './routes/release-cycles.ts'
import { sbomQualityRoutes } from './routes/sbom-quality.ts'
import { sbomDiffRoutes } from './routes/sbom-diff.ts'
import { providersRoutes } from './routes/providers.ts'
import { sbomsRoutes } from './routes/sboms.ts'
import { sessionRoutes } from './routes/session.ts'
import { statementExportRoutes, statementsRoutes } from './routes/statements.ts'
import { suggestRoutes } from './routes/suggest.ts'
import { trafficRoutes } from './routes/traffic.ts'
import { triageRoutes } from './routes/triage.ts'
import { uploadsRoutes } from './routes/uploads.ts'
import { udiRoutes } from './routes/udi.ts'
import { vulnerabilitiesRoutes } from './routes/vulnerabilities.ts'

/** Every route of `/api/v1`. Add a file of routes by adding a line. */
export const routes: readonly ((app: App, context: Context) => void)[] = [
  healthRoutes,
  documentRoutes,
  sessionRoutes,
  organisationsRoutes,
  askRoutes,
  suggestRoutes,
  devicesRoutes,
  udiRoutes,
  assetExportRoutes,
  observedDevicesRoutes,
  observedDecisionsRoutes,
  modelsRoutes,
  aliasesRoutes,
  sbomsRoutes,
  sbomDiffRoutes,
  sbomQualityRoutes,
  correctionsRoutes,
  listColumnsRoutes,
  keysRoutes,
  providersRoutes,
  statementsRoutes,
  statementExportRoutes,
  triageRoutes,
  trafficRoutes,
  vulnerabilitiesRoutes,
  releaseCyclesRoutes,
  advisoriesRoutes,
  jobsRoutes,
  uploadsRoutes,
]
