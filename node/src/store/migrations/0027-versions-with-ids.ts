import type { Migration } from './migration.ts'

/**
 * One index by id and version instead of one by each: ids are random, so every object that is
 * imported touched a page of its own in both. `version_key` no longer repeats the id.
 */
export const versionsWithIds: Migration = {
  number: 27,
  name: 'versions-with-ids',
  up: () => [
    'drop index objects_by_version',
    'drop index objects_by_stix_id',
    `update objects set version_key = substr(version_key, length(stix_id) + 2)
      where version_key is not null`,
    'create unique index objects_by_version on objects (stix_id, version_key)',
  ],
}
