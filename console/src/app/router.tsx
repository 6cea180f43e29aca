import { createRootRoute, createRoute, createRouter, Navigate } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { loadedOrReloaded } from '../api/build.ts'
import { SCREENS } from '../screens/screens.ts'
import { useSession } from '../session/session.ts'
import { Skeleton } from '../shared/states.tsx'
import { Gate } from './gate.tsx'
import { Broken, Forbidden, Nowhere } from './nowhere.tsx'
import { mayOpen, type Screen } from './screen.ts'

const root = createRootRoute({ component: Gate, notFoundComponent: Nowhere })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => <Navigate to="/desk" replace />,
})

function routeOf(screen: Screen) {
  const Lazy = lazy(async () => ({ default: await loadedOrReloaded(screen.load) }))
  function Guarded() {
    const { data } = useSession()
    if (!data || !mayOpen(screen, data.roles)) return <Forbidden screen={screen} />
    return (
      <Suspense fallback={<Skeleton />}>
        <Lazy />
      </Suspense>
    )
  }
  return createRoute({
    getParentRoute: () => root,
    path: screen.path,
    component: Guarded,
    pendingComponent: Skeleton,
    errorComponent: Broken,
  })
}

/** Routes of every screen. View state lives in the query, text that was searched in the fragment. */
export function makeRouter() {
  return createRouter({
    routeTree: root.addChildren([home, ...SCREENS.map(routeOf)]),
    defaultPendingComponent: Skeleton,
    defaultErrorComponent: Broken,
    scrollRestoration: true,
  })
}
