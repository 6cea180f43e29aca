/**
 * Imports point one way. This table is the architecture: a room may import the rooms listed beside
 * it and no other. A room that is not in the table may import nothing, so that whoever adds one
 * decides where it stands.
 */
const mayImport = {
  'packages/core': [],
  'packages/stix': ['packages/core'],
  'packages/tlog': ['packages/core'],
  'packages/matching': ['packages/core'],
  'packages/envelope': ['packages/core', 'packages/tlog'],
  'packages/threads': ['packages/core', 'packages/tlog', 'packages/envelope', 'packages/stix'],
  'packages/taxii': ['packages/core', 'packages/stix'],
  'packages/browser-crypto': ['packages/core', 'packages/envelope'],
  verifier: ['packages/core', 'packages/envelope', 'packages/browser-crypto'],
  console: ['packages/envelope', 'packages/browser-crypto'],
  node: ['packages/[^/]+', 'verifier'],
  bench: ['packages/[^/]+', 'node'],
  e2e: ['packages/[^/]+', 'node', 'verifier', 'examples/[^/]+'],
  'examples/[^/]+': ['packages/[^/]+', 'node'],
}

/** Any file of the workspace, whichever room it stands in. */
const anyRoom = '^(packages/[^/]+|verifier|console|node|bench|e2e|examples/[^/]+)/'

/** Tests, contract suites shared between tests, helpers for tests. */
const testCode = '(\\.test\\.ts$|-contract\\.ts$|^[^/]+/src/testing/|/src/testing/|^e2e/)'

function direction([room, allowed]) {
  const own = room.startsWith('examples/') ? '^examples/$1/' : `^${room}/`
  const from = room.startsWith('examples/') ? '^examples/([^/]+)/' : `^${room}/`
  return {
    name: `direction-${room.replace(/[^a-z0-9]+/g, '-').replace(/-$/, '')}`,
    comment: `${room} may import: ${allowed.join(', ') || 'no other room'}`,
    severity: 'error',
    from: { path: from },
    to: { path: anyRoom, pathNot: [own, ...allowed.map((other) => `^${other}/`)] },
  }
}

/** @type {import('dependency-cruiser').IConfiguration} */
module.exports = {
  forbidden: [
    ...Object.entries(mayImport).map(direction),
    {
      name: 'room-without-a-place',
      comment: 'a new room needs its line in the table at the top of .dependency-cruiser.cjs',
      severity: 'error',
      from: { path: anyRoom, pathNot: Object.keys(mayImport).map((room) => `^${room}/`) },
      to: {},
    },
    {
      name: 'front-door',
      comment: 'another room is entered through its index (or, by tests, its testing folder)',
      severity: 'error',
      from: { path: '^(packages/[^/]+|verifier|console|node|bench|e2e|examples/[^/]+)/' },
      to: {
        path: anyRoom,
        pathNot: ['^$1/', '/src/index\\.ts$', '/src/testing/'],
      },
    },
    {
      name: 'packages-touch-no-machine',
      comment: 'packages run in a browser too: clock, files, sockets and crypto are handed to them',
      severity: 'error',
      from: { path: '^packages/', pathNot: testCode },
      to: { dependencyTypes: ['core'] },
    },
    {
      name: 'declared-dependencies-only',
      comment: 'what is published may import only what its own package.json lists as a dependency',
      severity: 'error',
      from: { path: '^(packages/[^/]+|node|bench|examples/[^/]+)/src/', pathNot: testCode },
      to: {
        dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'],
        // A type-only import of an @types package is gone after compilation.
        dependencyTypesNot: ['type-only'],
      },
    },
    {
      name: 'no-test-code-in-sources',
      comment: 'what is published must not need what only tests have; benches are not published',
      severity: 'error',
      from: { path: anyRoom, pathNot: `${testCode}|^bench/` },
      to: { path: testCode },
    },
    {
      name: 'no-cycles',
      comment: 'a cycle means that two files are one, or that a third is missing',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'resolvable',
      comment: 'an import that cannot be resolved is an import that is not checked',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    // Sources are TypeScript that is stripped, not compiled: type-only imports count as imports.
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '(^|/)dist/' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['@concert/source', 'import', 'node', 'default'],
      extensions: ['.ts', '.mts', '.js', '.mjs', '.cjs', '.json'],
    },
  },
}
