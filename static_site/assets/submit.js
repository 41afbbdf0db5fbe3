// The submission form, enhanced: drafts, attachments, a preview, and exactly one case however often it is sent.
import { call, getCatalogue, passing } from './api.js';
import { banner, byId, focusOn, h, session } from './dom.js';
import * as drafts from './draft.js';
import { clearErrors, counter, once, showErrors } from './forms.js';
import { personalData, preview } from './preview.js';
import { receipt } from './receipt.js';
import { t } from './text.js';
import { uploads } from './upload.js';

const form = /** @type {HTMLFormElement} */ (byId('submit'));
const app = byId('app');
const status = byId('draft');
const draft = drafts.load();
const SUBTYPED = ['conduct', 'regulation'];

/** @param {string} name @returns {any} */
const control = (name) => form.elements.namedItem(name);

/** @returns {Record<string, string>} */
function values() {
  const data = new FormData(form);
  const all = Object.fromEntries([...data.entries()].filter(([, v]) => typeof v === 'string'));
  all.consents = data.getAll('consents').join(' ');
  return /** @type {Record<string, string>} */ (all);
}

function restore() {
  for (const [name, value] of Object.entries(draft.values)) {
    if (name === 'consents') for (const box of form.querySelectorAll('[name=consents]')) /** @type {any} */ (box).checked = value.includes(/** @type {any} */ (box).value);
    else if (name === 'notice_accepted') control(name).checked = value === 'true';
    else if (control(name) && name !== 'notice_version' && name !== 'language') control(name).value = value;
  }
}

/** @type {number | undefined} */
let timer;
function changed() {
  clearTimeout(timer);
  timer = setTimeout(keep, 400);
  subtypes();
}
function keep() {
  draft.values = values();
  const kept = drafts.save(draft);
  status.textContent = kept ? t('ui.draft_saved') : t('ui.draft_failed');
}

/** Sub-types belong to two kinds only. */
function subtypes() {
  const kind = control('kind').value;
  const box = control('subtype');
  box.closest('.field').hidden = !SUBTYPED.includes(kind);
  [...box.querySelectorAll('optgroup')].forEach((group, n) => { group.hidden = group.disabled = SUBTYPED[n] !== kind; });
  if (box.selectedOptions[0]?.parentElement?.disabled) box.value = '';
}

function problems() {
  const v = values();
  const errors = [];
  /** @param {string} field @param {string} key */
  const need = (field, key = 'need_' + field.split('.').pop()) => errors.push({ field, message: t('ui.' + key) });
  if (!v.kind) need('kind');
  if (!v.title?.trim()) need('title');
  if (!v.content?.trim()) need('content');
  if (!v['submitter.type']) need('submitter.type');
  if (!v['submitter.name']?.trim()) need('submitter.name');
  if (!v['submitter.address']?.trim()) need('submitter.address');
  const email = v['submitter.email']?.trim();
  const phone = v['submitter.phone']?.trim();
  if (!email && !phone) need('submitter.email', 'need_contact');
  else if (email && !/^\S+@\S+\.\S+$/.test(email)) need('submitter.email', 'bad_email');
  if (phone && !/^\+?[\d\s.()-]{8,20}$/.test(phone)) need('submitter.phone', 'bad_phone');
  if (v.notice_accepted !== 'true') need('notice_accepted', 'need_notice');
  if (files.busy()) errors.push({ field: 'files', message: t('ui.files_busy') });
  return errors;
}

function body() {
  const v = values();
  /** @param {string} prefix @param {string[]} names */
  const filled = (prefix, names) => Object.fromEntries(names.filter((n) => v[prefix + n]?.trim()).map((n) => [n, v[prefix + n].trim()]));
  return {
    ...filled('', ['kind', 'subtype', 'title', 'content', 'field', 'agency', 'place', 'language', 'ownership', 'from_province']),
    submitter: filled('submitter.', ['type', 'name', 'email', 'phone', 'address']),
    notice_version: v.notice_version,
    consents: v.consents.split(' ').filter(Boolean),
    attachments: files.ids(),
  };
}

/** One attempt. The key stays the draft's until the server has said yes, so repeats give the first answer again. */
async function send() {
  keep();
  const wanted = JSON.stringify(body());
  const before = draft.sent;
  draft.sent = wanted;
  drafts.save(draft);
  let answer = await call('POST', '/cases', { key: draft.key, body: JSON.parse(wanted) });
  let earlier = false;
  if (before && before !== wanted && answer.status !== 201 && /idempot/.test(answer.code)) {
    // The lost first attempt had arrived after all, and the text was changed since: that first one is the case.
    answer = await call('POST', '/cases', { key: draft.key, body: JSON.parse(before) });
    earlier = true;
  }
  if (answer.ok) return success(answer.data, earlier);
  if (passing(answer)) return retry(answer.message);
  draft.sent = null;
  if (answer.errors.some((e) => e.field === 'notice_version')) await notice();
  drafts.save(draft);
  edit();
  showErrors(form, answer.errors.map((e) => ({ ...e, field: e.field?.startsWith('attachments') ? 'files' : e.field === 'notice_version' ? 'notice_accepted' : e.field })), answer.message);
}

/** @param {any} made @param {boolean} [earlier] */
function success(made, earlier = false) {
  clearTimeout(timer);
  drafts.clear();
  session.set(drafts.RECEIPT, { ...made, earlier });
  show(receipt(made, { earlier, another: () => { session.drop(drafts.RECEIPT); location.reload(); } }));
}

/** @param {HTMLElement} node */
function show(node) {
  byId('extra')?.remove();
  for (const child of app.children) child.hidden = true;
  node.id = 'extra';
  app.append(node);
  window.scrollTo(0, 0);
  focusOn(node.querySelector('h1, h2'));
}

function edit() {
  byId('extra')?.remove();
  for (const child of app.children) child.hidden = false;
  byId('attach').hidden = false;
}

/** @param {string} message */
function retry(message) {
  const place = byId('extra');
  place.querySelector('.banner.bad')?.remove();
  place.querySelector('.ways').before(banner('bad', message, t('ui.kept_retry')));
}

function look() {
  clearErrors(form);
  const errors = problems();
  if (errors.length) return showErrors(form, errors, '');
  keep();
  const v = draft.values;
  const sendButton = /** @type {HTMLButtonElement} */ (h('button', { class: 'go', type: 'button', onclick: () => void once(sendButton, send) }, t('ui.send_now')));
  const back = h('button', { class: 'go quiet', type: 'button', onclick() { edit(); focusOn(form.querySelector('h2')); } }, t('ui.edit'));
  show(preview(v, files.names(), h('p', { class: 'ways' }, sendButton, back)));
}

async function notice() {
  const answer = await getCatalogue();
  const version = answer.data?.notice_version;
  if (!version) return;
  // A notice that changed since this page was stored has to be accepted again.
  if (draft.values.notice_version && draft.values.notice_version !== version) control('notice_accepted').checked = false;
  control('notice_version').value = version;
}

/** Warns beside the text, without stopping anyone: the focal office masks what remains. @param {string} name */
function warn(name) {
  const box = control(name);
  const place = h('p', { class: 'meta soon', role: 'status' });
  box.closest('.field').append(place);
  const update = () => { place.textContent = personalData(box.value).length ? t('ui.personal_found') : ''; };
  box.addEventListener('change', update);
  update();
}

restore();
const files = uploads(byId('files'), byId('uploads'), { kept: draft.files, changed(kept) { draft.files = kept; keep(); } });
for (const e of document.querySelectorAll('.needs-script')) /** @type {HTMLElement} */ (e).hidden = false;
subtypes();
counter(control('title'));
counter(control('content'));
warn('title');
warn('content');
byId('send').textContent = t('ui.preview');
byId('discard').hidden = false;
byId('discard').addEventListener('click', () => {
  if (!confirm(t('ui.discard_sure'))) return;
  clearTimeout(timer);
  drafts.clear();
  form.reset();
  location.reload();
});
form.addEventListener('input', changed);
form.addEventListener('submit', (e) => { e.preventDefault(); look(); });
addEventListener('pagehide', () => { if (!session.get(drafts.RECEIPT)) keep(); });
void notice();

const made = session.get(drafts.RECEIPT);
if (made) success(made, made.earlier);
else if (draft.sent) { // the tab was reloaded while nobody knew whether it arrived
  look();
  if (byId('extra')) retry(t('ui.unknown_fate'));
}
