// What every form shares: errors shown at the field and at the top, counters, one Idempotency-Key per unsent content.
import { h } from './dom.js';
import { number, t } from './text.js';

/** @typedef {import('./api.js').FieldError} FieldError */

/** @param {HTMLElement} form */
export function clearErrors(form) {
  form.querySelector('.summary')?.remove();
  for (const e of form.querySelectorAll('.field > .error')) e.remove();
  for (const e of form.querySelectorAll('.wrong')) e.classList.remove('wrong');
  for (const e of form.querySelectorAll('[aria-invalid]')) {
    e.removeAttribute('aria-invalid');
    const rest = (e.getAttribute('aria-describedby') ?? '').split(' ').filter((id) => id && !id.endsWith('-error'));
    if (rest.length) e.setAttribute('aria-describedby', rest.join(' '));
    else e.removeAttribute('aria-describedby');
  }
}

/**
 * Errors at their fields, and a summary at the top that takes the focus; each line leads to its field.
 * @param {HTMLElement} form @param {FieldError[]} errors @param {string} message
 * @param {(field: string) => string} [idOf] a field's control id
 */
export function showErrors(form, errors, message, idOf = (field) => field.replaceAll('.', '-')) {
  clearErrors(form);
  const items = errors.map((error) => {
    const id = idOf(error.field ?? '');
    const control = error.field ? document.getElementById(id) : null;
    if (!control) return h('li', null, error.message);
    const field = control.closest('.field') ?? control;
    const note = h('p', { class: 'error', id: `${id}-error` }, error.message);
    field.classList.add('wrong');
    const before = field.querySelector(':scope > .pick, :scope > input:not([type=checkbox]), :scope > textarea, :scope > select, :scope > .many');
    if (before) before.before(note);
    else field.append(note);
    control.setAttribute('aria-describedby', `${control.getAttribute('aria-describedby') ?? ''} ${id}-error`.trim());
    if (!control.matches('fieldset')) control.setAttribute('aria-invalid', 'true');
    return h('li', null, h('a', { href: `#${id}`, onclick: (/** @type {Event} */ e) => {
      e.preventDefault();
      const target = control.matches('fieldset') ? control.querySelector('input') : control;
      target?.focus();
      field.scrollIntoView({ block: 'center' });
    } }, error.message));
  });
  const summary = h('div', { class: 'summary', role: 'alert', tabindex: '-1' }, h('h2', null, t('ui.errors')),
    items.length ? (message && message !== t('ui.errors') && !errors.some((e) => e.message === message) ? h('p', null, message) : null) : h('p', null, message),
    items.length ? h('ul', null, items) : null);
  form.prepend(summary);
  summary.focus();
  summary.scrollIntoView({ block: 'start' });
}

/** A live count under a text control. @param {HTMLTextAreaElement | HTMLInputElement} control */
export function counter(control) {
  const max = control.maxLength;
  if (max <= 0) return;
  const out = h('p', { class: 'count', 'aria-hidden': 'true' });
  const spoken = h('p', { class: 'vh', role: 'status' });
  /** @type {number | undefined} */
  let timer;
  const update = () => {
    const left = max - control.value.length;
    out.textContent = `${number(control.value.length)} / ${number(max)}`;
    out.className = `count${left <= 0 ? ' full' : left < max / 10 ? ' near' : ''}`;
    clearTimeout(timer);
    // Screen readers hear it only when it matters, and not at every key.
    timer = left < max / 10 ? setTimeout(() => { spoken.textContent = t('ui.left', { n: number(Math.max(0, left)) }); }, 900) : undefined;
  };
  control.addEventListener('input', update);
  control.after(out, spoken);
  update();
}

/**
 * One key per thing meant: kept while nobody knows whether it arrived, new once it is done.
 * @returns {{now: () => string, done: () => void}}
 */
export function attempt() {
  let key = '';
  return {
    now: () => (key ||= crypto.randomUUID()),
    done: () => { key = ''; },
  };
}

/** Runs `work` once at a time: a double click is one click. @param {HTMLButtonElement} button @param {() => Promise<void>} work */
export async function once(button, work) {
  if (button.getAttribute('aria-disabled') === 'true') return;
  const label = button.textContent;
  button.setAttribute('aria-disabled', 'true');
  button.textContent = t('ui.sending');
  try { await work(); } finally {
    button.removeAttribute('aria-disabled');
    button.textContent = label;
  }
}
