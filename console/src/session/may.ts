import { mayCall, type Route } from './permissions.ts'
import { useSession } from './session.ts'

/** Tells what the person who is signed in is offered: by the route that it would call. */
export function useMay(): (route: Route) => boolean {
  const { data } = useSession()
  return (route) => data !== undefined && mayCall(route, data.roles)
}
