export * from './compact.ts'
export * from './thread.ts'
