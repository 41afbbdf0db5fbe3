// The workbench's page. Everything that a mail says is set as text, never as markup of this page.
const $ = (id) => document.getElementById(id);
const DAY = 86400000;
const format = new Intl.DateTimeFormat('vi-VN', { dateStyle: 'full', timeStyle: 'medium', timeZone: 'Asia/Ho_Chi_Minh' });
let ahead = 0; // milliseconds that the system's clock is ahead of this browser's
let mails = [];
let shown = '';

async function ask(path, options) {
  const response = await fetch(`/__local/${path}`, options);
  const body = await response.json();
  if (!response.ok) throw new Error(`${body.title}${body.detail ? `\n${JSON.stringify(body.detail, null, 1)}` : ''}`);
  return body;
}
const post = (path, body) => ask(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body ?? {}) });

function element(name, properties, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

function tick() {
  const now = new Date(Date.now() + ahead);
  $('now').textContent = format.format(now);
  $('now').dateTime = now.toISOString();
  const days = Math.round(ahead / DAY * 10) / 10;
  $('offset').textContent = Math.abs(ahead) < 2000 ? '' : `(${days > 0 ? '+' : ''}${days} ngày / days)`;
}

function showClock(clock) {
  ahead = Date.parse(clock.now) - Date.now();
  tick();
}

// A link is where a reader would click: in the text itself.
function linked(text) {
  return text.split(/(https?:\/\/[^\s<>"']+)/).map((part) => (
    part.startsWith('http') ? element('a', { href: part.replace(/[.,;:)!?]+$/, ''), textContent: part, target: '_blank', rel: 'noopener' }) : part));
}

function card(mail) {
  const item = element('li');
  const details = element('details');
  const when = format.format(new Date(mail.at));
  details.append(element('summary', {}, element('strong', { textContent: mail.subject || '(không tiêu đề / no subject)' }),
    element('span', { className: 'meta', textContent: `${mail.to.join(', ')} · ${when}` })));
  // Built when opened: hundreds of frames at once would be slow.
  details.addEventListener('toggle', () => { if (details.open && details.children.length === 1) details.append(...content(mail)); });
  item.append(details);
  return item;
}

function content(mail) {
  const parts = [];
  if (mail.text) parts.push(element('div', { className: 'text' }, ...linked(mail.text)));
  if (mail.html) {
    const frame = element('iframe', { title: `HTML: ${mail.subject}`, srcdoc: `<base target="_blank">${mail.html}` });
    frame.setAttribute('sandbox', 'allow-popups allow-popups-to-escape-sandbox');
    parts.push(frame);
  }
  if (mail.links.length) {
    const list = element('ul', {}, ...mail.links.map((link) => element('li', {}, element('a', { href: link, textContent: link }))));
    parts.push(element('p', { className: 'meta', textContent: 'Liên kết / Links' }), list);
  }
  const bounce = element('button', { type: 'button', textContent: 'Trả lại thư này / Bounce this mail' });
  bounce.addEventListener('click', () => run(bounce, () => post('bounce', { id: mail.id })));
  parts.push(element('p', {}, bounce));
  return parts;
}

function showMails() {
  const wanted = $('filter').value.trim().toLowerCase();
  const chosen = mails.filter((mail) => `${mail.to} ${mail.subject} ${Object.values(mail.tags)}`.toLowerCase().includes(wanted));
  $('count').textContent = `(${chosen.length})`;
  $('empty').hidden = mails.length > 0;
  $('mails').replaceChildren(...chosen.reverse().map(card));
}

async function refresh() {
  const fresh = await ask('outbox.json');
  const last = `${fresh.length} ${fresh.at(-1)?.id}`;
  if (last === shown) return;
  shown = last;
  const open = $('mails').querySelector('details[open]');
  mails = fresh;
  if (!open) showMails(); else $('count').textContent = `(${fresh.length})`; // never close what is being read
}

async function run(button, action) {
  button.disabled = true;
  $('status').textContent = 'Đang chạy… / Running…';
  $('result').hidden = true;
  try {
    const answer = await action();
    $('status').textContent = 'Xong / Done';
    if (answer && 'result' in answer) {
      $('result').textContent = JSON.stringify(answer.result, null, 1);
      $('result').hidden = false;
    }
    await refresh();
  } catch (error) {
    $('status').textContent = `Lỗi / Error: ${error.message}`;
  } finally {
    button.disabled = false;
  }
}

const setClock = async (now) => showClock(await post('clock', { now }));
for (const button of document.querySelectorAll('[data-days]')) {
  button.addEventListener('click', () => run(button, () => setClock(new Date(Date.now() + ahead + button.dataset.days * DAY).toISOString())));
}
const reset = document.querySelector('[data-reset]');
reset.addEventListener('click', () => run(reset, () => setClock(null)));
for (const button of document.querySelectorAll('[data-job]')) {
  button.addEventListener('click', () => run(button, () => post(`run/${button.dataset.job}`)));
}
$('clock-form').addEventListener('submit', (event) => {
  event.preventDefault();
  run(event.submitter, () => setClock(`${$('moment').value}:00+07:00`));
});
$('filter').addEventListener('input', showMails);
$('filter-form').addEventListener('submit', (event) => event.preventDefault());

ask('clock').then(showClock);
refresh();
setInterval(tick, 1000);
setInterval(() => refresh().catch(() => {}), 3000);
