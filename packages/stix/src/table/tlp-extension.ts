import * as k from './kinds.ts'
import type { KnownExtension } from './model.ts'

/** TLP 2.0 as a marking: the extension definition that OASIS published for it. */
export const TLP2_EXTENSION: KnownExtension = {
  id: 'extension-definition--60a3c5c5-0d10-413e-aab3-9e08dde9e88d',
  name: 'TLP 2.0',
  kinds: ['property-extension'],
  shape: k.shape('tlp-2.0', 'TLP 2.0', { tlp_2_0: k.required(k.enumeration('tlp-2-enum')) }),
}
