import * as k from './kinds.ts'
import type { Shape } from './model.ts'

// Predefined extensions of network traffic (§6.12.2 to §6.12.5).

export const HTTP_REQUEST_EXT: Shape = k.shape('http-request-ext', '6.12.2', {
  request_method: k.required(k.shouldFormat('lower-case')),
  request_value: k.required(k.string()),
  request_version: k.shouldFormat('lower-case'),
  request_header: k.dictionary(k.listOf(k.maybeEmpty())),
  message_body_length: k.integer(),
  message_body_data_ref: k.refTo('artifact'),
})

export const ICMP_EXT: Shape = k.shape('icmp-ext', '6.12.3', {
  icmp_type_hex: k.required(k.hex()),
  icmp_code_hex: k.required(k.hex()),
})

export const SOCKET_EXT: Shape = k.shape('socket-ext', '6.12.4', {
  address_family: k.required(k.enumeration('network-socket-address-family-enum')),
  is_blocking: k.boolean(),
  is_listening: k.boolean(),
  options: k.dictionary(k.integer()),
  socket_type: k.enumeration('network-socket-type-enum'),
  socket_descriptor: k.integer(0),
  socket_handle: k.integer(),
})

export const TCP_EXT: Shape = k.atLeastOneOf('tcp-ext', '6.12.5', {
  src_flags_hex: k.hex(),
  dst_flags_hex: k.hex(),
})
