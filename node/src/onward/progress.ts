/** What became of objects that were to be passed on. */
export interface OnwardProgress {
  readonly done: number
  /** What our rules would have changed or held back: another's words can't be changed. */
  readonly skipped: number
}
