import {
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
  retainSearchParams,
} from '@tanstack/react-router'
import {
  parseSearch,
  stringifySearch,
  toAddSearch,
  toAliasesSearch,
  toAskSearch,
  toCorrectionsSearch,
  toDiffSearch,
  toEverySearch,
  toNetworkSearch,
  toReconcileSearch,
  toStatementsSearch,
  toTrafficSearch,
} from './address.ts'
import { AskPage } from './pages/ask-page.tsx'
import { Frame } from './pages/frame.tsx'
import { HomePage } from './pages/home-page.tsx'
import { FaultPage, NothingPage } from './pages/lost-page.tsx'

/** Every address of the pages. The home page and the answer come at once, the others when somebody goes there. */
const root = createRootRoute({
  component: Frame,
  validateSearch: toEverySearch,
  search: { middlewares: [retainSearchParams(['lang', 'organisation'])] },
})

const home = createRoute({ getParentRoute: () => root, path: '/', component: HomePage })

const ask = createRoute({
  getParentRoute: () => root,
  path: '/ask',
  validateSearch: toAskSearch,
  beforeLoad: ({ search }) => {
    if (search.q === '') throw redirect({ to: '/' })
  },
  component: AskPage,
})

const print = createRoute({
  getParentRoute: () => root,
  path: '/print',
  validateSearch: toAskSearch,
  component: lazyRouteComponent(() => import('./pages/print-page.tsx'), 'PrintPage'),
})

const device = createRoute({
  getParentRoute: () => root,
  path: '/devices/$deviceId',
  component: lazyRouteComponent(() => import('./pages/device-page.tsx'), 'DevicePage'),
})

const vulnerability = createRoute({
  getParentRoute: () => root,
  path: '/vulnerabilities/$id',
  component: lazyRouteComponent(() => import('./pages/vulnerability-page.tsx'), 'VulnerabilityPage'),
})

const diff = createRoute({
  getParentRoute: () => root,
  path: '/diff',
  validateSearch: toDiffSearch,
  component: lazyRouteComponent(() => import('./pages/diff-page.tsx'), 'DiffPage'),
})

const corrections = createRoute({
  getParentRoute: () => root,
  path: '/corrections',
  validateSearch: toCorrectionsSearch,
  component: lazyRouteComponent(() => import('./pages/corrections-page.tsx'), 'CorrectionsPage'),
})

const add = createRoute({
  getParentRoute: () => root,
  path: '/add',
  validateSearch: toAddSearch,
  component: lazyRouteComponent(() => import('./pages/add-page.tsx'), 'AddPage'),
})

const statements = createRoute({
  getParentRoute: () => root,
  path: '/statements',
  validateSearch: toStatementsSearch,
  component: lazyRouteComponent(() => import('./pages/statements-page.tsx'), 'StatementsPage'),
})

const advisories = createRoute({
  getParentRoute: () => root,
  path: '/advisories',
  component: lazyRouteComponent(() => import('./pages/advisories-page.tsx'), 'AdvisoriesPage'),
})

const aliases = createRoute({
  getParentRoute: () => root,
  path: '/aliases',
  validateSearch: toAliasesSearch,
  component: lazyRouteComponent(() => import('./pages/aliases-page.tsx'), 'AliasesPage'),
})

const keys = createRoute({
  getParentRoute: () => root,
  path: '/keys',
  component: lazyRouteComponent(() => import('./pages/keys-page.tsx'), 'KeysPage'),
})

const reconcile = createRoute({
  getParentRoute: () => root,
  path: '/reconcile',
  validateSearch: toReconcileSearch,
  component: lazyRouteComponent(() => import('./pages/reconcile-page.tsx'), 'ReconcilePage'),
})

const network = createRoute({
  getParentRoute: () => root,
  path: '/network',
  validateSearch: toNetworkSearch,
  component: lazyRouteComponent(() => import('./pages/network-page.tsx'), 'NetworkPage'),
})

const observed = createRoute({
  getParentRoute: () => root,
  path: '/network/$observedId',
  component: lazyRouteComponent(() => import('./pages/observed-page.tsx'), 'ObservedPage'),
})

const traffic = createRoute({
  getParentRoute: () => root,
  path: '/traffic',
  validateSearch: toTrafficSearch,
  component: lazyRouteComponent(() => import('./pages/traffic-page.tsx'), 'TrafficPage'),
})

export const router = createRouter({
  routeTree: root.addChildren([
    home,
    ask,
    print,
    device,
    vulnerability,
    diff,
    add,
    corrections,
    statements,
    advisories,
    aliases,
    keys,
    reconcile,
    network,
    observed,
    traffic,
  ]),
  parseSearch,
  stringifySearch,
  scrollRestoration: true,
  defaultNotFoundComponent: NothingPage,
  defaultErrorComponent: FaultPage,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
