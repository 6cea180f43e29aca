/** Name of the header by which the listener tells the accounts library where a request came from. */
export const ADDRESS_HEADER = 'x-concert-address'
