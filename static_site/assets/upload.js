// Attachments: checked here, sent straight to the file store with a presigned form, kept as ids.
import { call } from './api.js';
import { h } from './dom.js';
import { size, t } from './text.js';

export const MAX_FILES = 5;
export const MAX_BYTES = 10 * 1024 * 1024;

const TYPES = /** @type {Record<string, string>} */ ({
  jpg: 'image/jpeg', jpeg: 'image/jpeg', png: 'image/png', webp: 'image/webp', pdf: 'application/pdf',
  docx: 'application/vnd.openxmlformats-officedocument.wordprocessingml.document',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
});

/** @typedef {{id: string, name: string, size: number}} Kept */

/** @param {string} name */
const typeOf = (name) => TYPES[name.slice(name.lastIndexOf('.') + 1).toLowerCase()];

/**
 * The presigned POST, with progress (which fetch cannot tell).
 * @param {{url: string, fields: Record<string, string>}} form @param {File} file @param {(part: number) => void} progress
 */
function send(form, file, progress) {
  return /** @type {Promise<boolean>} */ (new Promise((resolve) => {
    const body = new FormData();
    for (const [key, value] of Object.entries(form.fields)) body.append(key, value);
    body.append('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', form.url);
    request.upload.onprogress = (e) => e.lengthComputable && progress(e.loaded / e.total);
    request.onload = () => resolve(request.status >= 200 && request.status < 300);
    request.onerror = request.onabort = () => resolve(false);
    request.send(body);
  }));
}

/**
 * Runs a file input and its list.
 * @param {HTMLInputElement} input @param {HTMLElement} list
 * @param {{kept?: Kept[], token?: string, changed?: (kept: Kept[]) => void}} [options]
 */
export function uploads(input, list, { kept = [], token, changed = () => {} } = {}) {
  /** @type {Kept[]} */
  let files = [...kept];
  let sending = 0;
  list.setAttribute('aria-live', 'polite');

  /** @param {string} label @param {number} bytes */
  const row = (label, bytes) => h('li', null, h('span', null, label, ' ', h('small', null, size(bytes))));

  /** @param {HTMLElement} line @param {Kept} file */
  function done(line, file) {
    line.append(h('button', { type: 'button', class: 'link', 'aria-label': `${t('ui.remove')}: ${file.name}`, onclick() {
      files = files.filter((f) => f !== file);
      line.remove();
      input.focus();
      changed(files);
    } }, t('ui.remove')));
  }

  /** @param {File} file */
  async function add(file) {
    const line = row(file.name, file.size);
    list.append(line);
    /** @param {string} message */
    const fail = (message) => {
      const error = h('p', { class: 'error' }, message);
      line.querySelector('progress')?.remove();
      line.append(h('button', { type: 'button', class: 'link', 'aria-label': `${t('ui.retry')}: ${file.name}`, onclick() { line.remove(); void add(file); } }, t('ui.retry')), error);
    };
    const type = typeOf(file.name);
    if (!type) return line.append(h('p', { class: 'error' }, t('ui.file_type')));
    if (file.size > MAX_BYTES) return line.append(h('p', { class: 'error' }, t('ui.file_size')));
    if (!file.size) return line.append(h('p', { class: 'error' }, t('ui.file_empty')));
    if (files.length + sending >= MAX_FILES) return line.append(h('p', { class: 'error' }, t('ui.file_count', { n: MAX_FILES })));
    sending += 1;
    const bar = /** @type {HTMLProgressElement} */ (h('progress', { max: 1, value: 0, 'aria-label': t('ui.sending_file', { name: file.name }) }));
    line.append(bar);
    const form = await call('POST', '/uploads', { token, body: { name: file.name.normalize('NFC'), size: file.size, type } });
    const sent = form.ok && (await send(form.data, file, (part) => { bar.value = part; }));
    sending -= 1;
    if (!sent) return fail(form.ok ? t('ui.file_failed') : form.message);
    bar.remove();
    const keep = { id: form.data.id, name: file.name, size: file.size };
    files.push(keep);
    done(line, keep);
    changed(files);
  }

  for (const file of files) {
    const line = row(file.name, file.size);
    list.append(line);
    done(line, file);
  }
  input.addEventListener('change', () => {
    for (const stale of list.querySelectorAll('li:has(> .error)')) stale.remove();
    for (const file of [...(input.files ?? [])]) void add(file);
    input.value = '';
  });
  return { ids: () => files.map((f) => f.id), names: () => files.map((f) => f.name), busy: () => sending > 0 };
}
