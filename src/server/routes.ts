import type { App, Context } from './route.ts'
import { documentRoutes } from './routes/document.ts'
import { healthRoutes } from './routes/health.ts'
import { organisationsRoutes } from './routes/organisations.ts'
import { sessionRoutes } from './routes/session.ts'

/** Every route of `/api/v1`. Add a file of routes by adding a line. */
export const routes: readonly ((app: App, context: Context) => void)[] = [
  healthRoutes,
  documentRoutes,
  sessionRoutes,
  organisationsRoutes,
]
