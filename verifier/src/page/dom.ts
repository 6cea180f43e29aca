type Child = Node | string | undefined | readonly Child[]

/** Attributes of an element; those of `undefined` are left out, `true` is an empty attribute. */
export type Attributes = Readonly<Record<string, string | boolean | undefined>>

/**
 * Makes an element. Texts become text nodes, never markup, so that nothing in a file can become
 * part of the page.
 */
export function element<K extends keyof HTMLElementTagNameMap>(
  name: K,
  attributes: Attributes,
  ...children: readonly Child[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(name)
  for (const [key, value] of Object.entries(attributes)) {
    if (value === undefined || value === false) continue
    made.setAttribute(key, value === true ? '' : value)
  }
  append(made, children)
  return made
}

function append(parent: Node, children: readonly Child[]): void {
  for (const child of children) {
    if (child === undefined) continue
    if (typeof child === 'string') parent.appendChild(document.createTextNode(child))
    else if (child instanceof Node) parent.appendChild(child)
    else append(parent, child)
  }
}

/** Has an element call `then` on an event and gives it back. */
export function on<E extends HTMLElement>(made: E, event: string, then: () => void): E {
  made.addEventListener(event, then)
  return made
}
