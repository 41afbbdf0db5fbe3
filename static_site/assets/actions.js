// Actions of the API (name, label, hint, fields) as accessible forms. Nothing is known here about any single action.
import { call, getCatalogue, passing } from './api.js';
import { banner, focusOn, h } from './dom.js';
import { attempt, clearErrors, counter, once, showErrors } from './forms.js';
import { doubtful } from './preview.js';
import { name, t } from './text.js';
import { uploads } from './upload.js';

/**
 * @typedef {{name: string, type: string, label: string, hint?: string, required?: boolean, max?: number | null,
 *   value?: any, warn?: boolean, known?: string[], templates?: {by: string, texts: Record<string, string>} | null, options?: {value: any, label: string}[] | null}} Field
 * @typedef {{name: string, label: string, hint?: string, fields: Field[], fixed?: Record<string, any>}} Action
 *   `fixed`: values that are sent along without being asked
 * @typedef {{read: () => any, node: HTMLElement, doubts?: () => string[]}} Control
 *   `doubts`: words in it that look like personal data
 */

let serial = 0;

const LISTS = /** @type {Record<string, string>} */ ({ agency: 'agencies', agencies: 'agencies', field: 'fields', place: 'places' });

/** Options given by the API, or from the catalogue for agencies, fields and places. @param {Field} field */
async function optionsOf(field) {
  if (field.options) return field.options;
  const list = LISTS[field.type];
  if (!list) return [];
  const answer = await getCatalogue();
  return (answer.data?.[list] ?? []).map((/** @type {any} */ o) => ({ value: o.id ?? o.code, label: name(o.name) }));
}

/** @param {Field} field @param {string} id @param {string | undefined} token @returns {Promise<Control>} */
async function control(field, id, token) {
  const about = field.hint ? `${id}-hint` : null;
  const common = { id, 'aria-describedby': about, required: field.required };
  const label = () => [h('label', { for: id }, field.label, !field.required && field.type !== 'flag' && h('small', null, ' ', t('ui.optional'))), hint()];
  const hint = () => (field.hint ? h('p', { class: 'hint', id: `${id}-hint` }, field.hint) : null);
  /** @param {HTMLElement} node @param {() => any} read */
  const wrap = (node, read) => ({ node: h('div', { class: 'field' }, label(), node), read });

  switch (field.type) {
    case 'text': {
      const box = /** @type {HTMLTextAreaElement} */ (h('textarea', { ...common, rows: 6, maxlength: field.max ?? 10000 }));
      box.value = field.value ?? '';
      const made = wrap(box, () => box.value.trim());
      counter(box);
      return field.warn ? { ...made, doubts: warn(box, field.known) } : made;
    }
    case 'flag': {
      const box = /** @type {HTMLInputElement} */ (h('input', { ...common, name: id, type: 'checkbox', required: false }));
      box.checked = Boolean(field.value);
      return { node: h('div', { class: 'field pick' }, box, h('label', { for: id }, field.label), hint()), read: () => box.checked };
    }
    case 'choice': case 'agency': case 'field': case 'place': case 'item': {
      const options = await optionsOf(field);
      if (field.type === 'choice' && options.length <= 5) return radios(field, id, options, hint());
      const box = /** @type {HTMLSelectElement} */ (h('select', common, h('option', { value: '' }, t('ui.choose')),
        options.map((/** @type {any} */ o) => h('option', { value: o.value }, o.label))));
      box.value = field.value ?? (field.type === 'item' && options.length === 1 ? String(options[0].value) : '');
      return wrap(box, () => (field.type === 'item' && box.value ? Number(box.value) : box.value));
    }
    case 'choices': case 'agencies':
      return several(field, id, await optionsOf(field), hint());
    case 'parts':
      return parts(field, id, hint());
    case 'files': {
      const list = h('ul', { class: 'uploads' });
      const box = /** @type {HTMLInputElement} */ (h('input', { ...common, required: false, class: 'vh', type: 'file', multiple: true, accept: '.jpg,.jpeg,.png,.webp,.pdf,.docx,.xlsx' }));
      const files = uploads(box, list, { token });
      const node = h('div', { class: 'field' }, h('span', { class: 'label' }, field.label), hint(), h('p', null, h('label', { class: 'go quiet pickfile', for: id }, t('ui.choose_files')), box), list);
      return { node, read: () => (files.busy() ? Promise.reject(new Error(t('ui.files_busy'))) : files.ids()) };
    }
    default: {
      const type = { date: 'date', email: 'email' }[field.type] ?? 'text';
      const box = /** @type {HTMLInputElement} */ (h('input', { ...common, type, maxlength: type === 'date' ? null : (field.max ?? 300), autocomplete: 'off' }));
      box.value = field.value ?? '';
      const made = wrap(box, () => box.value.trim());
      return field.warn ? { ...made, doubts: warn(box, field.known) } : made;
    }
  }
}

/** Says what still looks like personal data in a text that will be public. @param {HTMLTextAreaElement | HTMLInputElement} box @param {string[]} [known] */
function warn(box, known) {
  const place = h('p', { class: 'soon', role: 'status' });
  const doubts = () => doubtful(box.value, known);
  const update = () => {
    const found = doubts();
    place.textContent = found.length ? t('ui.masked_found', { found: found.join('; ') }) : '';
  };
  box.addEventListener('input', update);
  box.parentElement?.append(place);
  update();
  return doubts;
}

/** @param {Field} field @param {string} id @param {{value: any, label: string}[]} options @param {HTMLElement | null} hint */
function radios(field, id, options, hint) {
  const node = h('fieldset', { class: 'field radios', id }, h('legend', null, field.label, !field.required && h('small', null, ' ', t('ui.optional'))), hint,
    options.map((o, n) => h('div', { class: 'pick' }, h('input', { type: 'radio', name: id, id: `${id}-${n}`, value: o.value, checked: field.value === o.value }), h('label', { for: `${id}-${n}` }, o.label))));
  return { node, read: () => /** @type {HTMLInputElement | null} */ (node.querySelector(':checked'))?.value ?? '' };
}

/** The points of a bulk petition: a title and a text each, two at least. @param {Field} field @param {string} id @param {HTMLElement | null} hint */
function parts(field, id, hint) {
  const list = h('div', null);
  const rows = /** @type {{node: HTMLElement, title: HTMLInputElement, text: HTMLTextAreaElement}[]} */ ([]);
  const renumber = () => rows.forEach((row, n) => {
    /** @type {any} */ (row.node.querySelector('legend')).textContent = t('ui.part', { n: n + 1 });
    const drop = /** @type {HTMLButtonElement} */ (row.node.querySelector('button'));
    drop.textContent = t('ui.remove_part', { n: n + 1 });
    drop.hidden = rows.length <= 2;
  });
  let made = 0;
  const add = () => {
    const own = `${id}-${(made += 1)}`;
    const title = /** @type {HTMLInputElement} */ (h('input', { id: `${own}-title`, type: 'text', maxlength: 200, autocomplete: 'off' }));
    const text = /** @type {HTMLTextAreaElement} */ (h('textarea', { id: `${own}-content`, rows: 4, maxlength: 10000 }));
    const row = { title, text, node: h('fieldset', { class: 'field' }, h('legend'), h('label', { for: title.id }, t('page.submit.title')), title,
      h('label', { for: text.id }, t('page.submit.content')), text, h('button', { type: 'button', class: 'link', onclick: () => {
        rows.splice(rows.indexOf(row), 1);
        row.node.remove();
        renumber();
      } })) };
    rows.push(row);
    list.append(row.node);
    renumber();
    return row;
  };
  add();
  add();
  const more = h('button', { type: 'button', class: 'go quiet', onclick: () => { if (rows.length < (field.max ?? 50)) add().title.focus(); } }, t('ui.add_part'));
  const node = h('fieldset', { class: 'field', id }, h('legend', null, field.label), hint, list, more);
  return { node, read: () => rows.map((row) => ({ title: row.title.value.trim(), content: row.text.value.trim() })) };
}

/**
 * The letter that belongs to the chosen reason, until somebody has written another.
 * @param {Action} action @param {Control[]} controls
 */
function letters(action, controls) {
  for (const [n, field] of action.fields.entries()) {
    const by = action.fields.findIndex((other) => other.name === field.templates?.by);
    if (!field.templates || by < 0) continue;
    const box = /** @type {HTMLTextAreaElement} */ (controls[n].node.querySelector('textarea'));
    const texts = field.templates.texts;
    controls[by].node.addEventListener('change', () => {
      if (box.value.trim() && !Object.values(texts).includes(box.value)) return;
      box.value = texts[controls[by].read()] ?? '';
      box.dispatchEvent(new Event('input'));
    });
  }
}

/** A list of ticks with a filter when it is long. @param {Field} field @param {string} id @param {{value: any, label: string}[]} options @param {HTMLElement | null} hint */
function several(field, id, options, hint) {
  const chosen = new Set(field.value ?? []);
  const list = h('div', { class: 'many' }, options.map((o, n) => h('div', { class: 'pick' },
    h('input', { type: 'checkbox', name: id, id: `${id}-${n}`, value: o.value, checked: chosen.has(o.value) }), h('label', { for: `${id}-${n}` }, o.label))));
  const filter = options.length > 12 && h('input', { class: 'filter', type: 'search', 'aria-label': t('ui.filter', { label: field.label }), placeholder: t('ui.filter_short'), oninput: (/** @type {any} */ e) => {
    const wanted = fold(e.target.value);
    for (const row of list.children) row.toggleAttribute('hidden', !fold(row.textContent ?? '').includes(wanted) && !row.querySelector(':checked'));
  } });
  const node = h('fieldset', { class: 'field', id }, h('legend', null, field.label, !field.required && h('small', null, ' ', t('ui.optional'))), hint, filter || null, list);
  return { node, read: () => [...list.querySelectorAll(':checked')].map((c) => /** @type {HTMLInputElement} */ (c).value) };
}

/** "duong" finds "đường". @param {string} text */
const fold = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd');

/** A dotted name stands for a nested object. @param {Record<string, any>} body @param {string} name @param {any} value */
function put(body, name, value) {
  const [first, rest] = name.split('.');
  if (rest) (body[first] ??= {})[rest] = value;
  else body[first] = value;
}

/** @param {Field} field @param {any} value */
const missing = (field, value) => field.required && (value === '' || (Array.isArray(value) && !value.length));

/**
 * The form of one action. What was typed stays until the server has said yes.
 * @param {Action} action
 * @param {{path: string, token?: string, done: (data: any, action: Action) => void, close?: () => void, level?: string}} options
 *   `level`: the heading that fits where it stands
 */
export async function actionForm(action, { path, token, done, close, level = 'h3' }) {
  const prefix = `a${(serial += 1)}`;
  /** @param {string} field */
  const idOf = (field) => `${prefix}-${field.replaceAll('.', '-')}`;
  const controls = await Promise.all(action.fields.map((field) => control(field, idOf(field.name), token)));
  letters(action, controls);
  const key = attempt();
  let confirmed = '';
  const send = /** @type {HTMLButtonElement} */ (h('button', { class: 'go', type: 'submit' }, action.fields.length ? t('ui.send') : action.label));
  const form = h('form', { class: 'doing', novalidate: true, 'aria-labelledby': `${prefix}/heading`, onsubmit: (/** @type {Event} */ e) => {
    e.preventDefault();
    void once(send, submit);
  } }, h(level, { id: `${prefix}/heading`, tabindex: '-1' }, action.label), action.hint && h('p', { class: 'hint' }, action.hint),
  controls.map((c) => c.node), h('p', { class: 'ways' }, send, close && h('button', { class: 'go quiet', type: 'button', onclick: close }, t('ui.cancel'))));

  const doubts = () => action.fields.flatMap((field, n) => {
    const found = controls[n].doubts?.().join('; ');
    return found ? [{ field: field.name, message: t('ui.masked_sure', { label: field.label, found }) }] : [];
  });

  async function submit() {
    /** @type {Record<string, any>} */
    const body = { ...action.fixed };
    const errors = [];
    for (const [n, field] of action.fields.entries()) {
      try {
        const value = await controls[n].read();
        if (missing(field, value)) errors.push({ field: field.name, message: t('ui.required', { label: field.label }) });
        else if (value !== '' && !(Array.isArray(value) && !value.length)) put(body, field.name, value);
      } catch (error) {
        errors.push({ field: field.name, message: /** @type {Error} */ (error).message });
      }
    }
    if (errors.length) return showErrors(form, errors, '', idOf);
    const doubted = doubts();
    const asked = JSON.stringify(doubted);
    if (doubted.length && asked !== confirmed) {
      confirmed = asked; // whoever sends the same again has looked
      return showErrors(form, doubted, '', idOf);
    }
    const answer = await call('POST', `${path}/${action.name}`, { token, body, key: key.now() });
    if (answer.ok) {
      key.done();
      clearErrors(form);
      return done(answer.data, action);
    }
    if (/idempot/.test(answer.code)) {
      // A lost attempt had arrived, and the text was changed since: what is here now would be a second action.
      key.done();
      return showErrors(form, [], t('ui.earlier_action'), idOf);
    }
    // Refused for good: the corrected text is another attempt. Lost: the same one again, with the same key.
    if (!passing(answer)) key.done();
    showErrors(form, answer.errors, passing(answer) ? `${answer.message} ${t('ui.kept')}` : answer.message, idOf);
  }
  return form;
}

/**
 * Buttons, one per action; the form of the chosen one opens right under them.
 * @param {Action[]} actions
 * @param {{path: string, token?: string, done: (data: any, action: Action) => void, first?: string[], level?: string}} options
 */
export function actionBar(actions, { path, token, done, first = [], level }) {
  const place = h('div', { class: 'place' });
  const bar = h('div', { class: 'actions' });
  /** @type {Map<Action, HTMLElement>} typed text survives closing and opening again */
  const made = new Map();
  for (const action of actions) {
    const button = h('button', { type: 'button', class: `act${first.includes(action.name) ? ' first' : ''}`, 'aria-expanded': 'false', onclick: () => void open() }, action.label);
    const shut = () => {
      place.replaceChildren();
      button.setAttribute('aria-expanded', 'false');
      button.focus();
    };
    const open = async () => {
      if (button.getAttribute('aria-expanded') === 'true') return shut();
      for (const other of bar.children) other.setAttribute('aria-expanded', 'false');
      button.setAttribute('aria-expanded', 'true');
      const form = made.get(action) ?? (await actionForm(action, { path, token, done, close: shut, level }));
      made.set(action, form);
      place.replaceChildren(form);
      focusOn(form.querySelector('h2, h3'));
    };
    bar.append(button);
  }
  if (!actions.length) return h('div', null, banner('', t('ui.no_actions')));
  return h('div', null, bar, place);
}
