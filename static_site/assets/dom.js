// Building elements without innerHTML: what people wrote is text, never markup.

/** @typedef {Node | string | number | null | undefined | false} Child */

/**
 * An element. `props`: attributes; `class`, `on*` listeners, booleans set or leave out the attribute.
 * @param {string} tag @param {Record<string, any> | null} [props] @param {...(Child | Child[])} children
 * @returns {HTMLElement}
 */
export function h(tag, props, ...children) {
  const element = document.createElement(tag);
  for (const [key, value] of Object.entries(props ?? {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith('on')) element.addEventListener(key.slice(2), value);
    else if (key === 'value') /** @type {HTMLInputElement} */ (element).value = value;
    else element.setAttribute(key, value === true ? '' : String(value));
  }
  for (const child of children.flat()) {
    if (child === null || child === undefined || child === false || child === '') continue;
    element.append(child instanceof Node ? child : String(child));
  }
  return element;
}

/** @param {string} id @returns {any} */
export const byId = (id) => document.getElementById(id);

/** Moves the focus to a heading or region, so that a screen reader says where one is now. @param {HTMLElement | null} e */
export function focusOn(e) {
  if (!e) return;
  if (!e.hasAttribute('tabindex') && !e.matches('a, button, input, select, textarea')) e.tabIndex = -1;
  e.focus();
}

/** A message that screen readers say. @param {'good' | 'bad' | ''} tone @param {...(Child | Child[])} children */
export const banner = (tone, ...children) =>
  h('div', { class: `banner ${tone}`, role: tone === 'bad' ? 'alert' : 'status' }, ...children.flat().map((c) => (c instanceof Node ? c : h('p', null, c))));

/** Storage that may be switched off or full: then things work without it. @param {Storage} store */
export const safely = (store) => ({
  /** @param {string} key */
  get(key) {
    try { return JSON.parse(store.getItem(key) ?? 'null'); } catch { return null; }
  },
  /** @param {string} key @param {unknown} value */
  set(key, value) {
    try { store.setItem(key, JSON.stringify(value)); return true; } catch { return false; }
  },
  /** @param {string} key */
  drop(key) {
    try { store.removeItem(key); } catch { /* nothing was kept */ }
  },
});

/** @param {() => Storage} open */
function opened(open) {
  try { return open(); } catch { return /** @type {any} */ ({}); }
}

export const local = safely(opened(() => localStorage));
export const session = safely(opened(() => sessionStorage));
