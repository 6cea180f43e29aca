export { listBreaches } from '../breaches/list.ts'
export { nodeStatus } from '../trust/node-status.ts'
