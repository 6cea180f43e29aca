import { createRootRoute, createRoute, createRouter, Navigate } from '@tanstack/react-router'
import { type ComponentType, useEffect, useState } from 'react'
import { loadedOrReloaded } from '../api/build.ts'
import { SCREENS } from '../screens/screens.ts'
import { useSession } from '../session/session.ts'
import { Skeleton } from '../shared/states.tsx'
import { Gate } from './gate.tsx'
import { loadedScreen, loadScreen } from './loaded-screens.ts'
import { Broken, Forbidden, Nowhere } from './nowhere.tsx'
import { mayOpen, type Screen } from './screen.ts'

const root = createRootRoute({ component: Gate, notFoundComponent: Nowhere })

const home = createRoute({
  getParentRoute: () => root,
  path: '/',
  component: () => <Navigate to="/desk" replace />,
})

/**
 * Draws a screen once it is here. Not with `Suspense`, which holds back what comes after a fallback
 * for 300 ms: a screen is here sooner.
 */
function Loading({ screen }: { screen: Screen }) {
  const [Loaded, setLoaded] = useState<ComponentType | undefined>(() => loadedScreen(screen))
  const [fault, setFault] = useState<{ readonly error: unknown } | undefined>()
  useEffect(() => {
    let isThere = true
    loadedOrReloaded(() => loadScreen(screen)).then(
      (component) => isThere && setLoaded(() => component),
      (error: unknown) => isThere && setFault({ error }),
    )
    return () => {
      isThere = false
    }
  }, [screen])
  if (fault) throw fault.error
  return Loaded === undefined ? <Skeleton /> : <Loaded />
}

function routeOf(screen: Screen) {
  function Guarded() {
    const { data } = useSession()
    if (!data || !mayOpen(screen, data.roles)) return <Forbidden screen={screen} />
    return <Loading screen={screen} />
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
