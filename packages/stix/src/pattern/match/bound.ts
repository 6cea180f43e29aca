/** Stops a search that would take longer than is allowed; never leaves this package. */
export class BoundReached extends Error {
  constructor() {
    super('bound reached')
  }
}
