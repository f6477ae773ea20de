// The desk works without this file; with it, keys spare the hand the mouse, and the page says what has changed meanwhile.
const EVERY_MILLISECONDS = 20_000;
const TURNED_OFF = 'beffroi-keys-off';

const dialog = document.querySelector('#raccourcis');
const notice = document.querySelector('#nouvelles');
const links = [...document.querySelectorAll('.desk-table tbody th a')];

/** key -> what it does; two keys one after the other are written with a blank. */
const keys = {
  '?': () => dialog.showModal(),
  '/': () => document.querySelector('main input[type=search]')?.focus(),
  j: () => step(1),
  k: () => step(-1),
  x: () => document.activeElement.closest('tr')?.querySelector('input[type=checkbox]')?.click(),
  t: () => (row() ?? document).querySelector('form[action$="/prendre"] button')?.click(),
  d: () => document.querySelector('#decision :is(input, select, textarea, button):not([type=hidden])')?.focus(),
  'g i': () => go('/bureau'),
  'g d': () => go('/bureau/dossiers'),
  'g g': () => go('/bureau/guichet'),
  'g m': () => go('/bureau/messages'),
  'g s': () => go('/bureau/seances'),
};

function row() {
  return document.activeElement.closest('.desk-table tbody tr');
}

function step(by) {
  const at = links.indexOf(row()?.querySelector('th a'));
  links[Math.max(0, Math.min(links.length - 1, at + by))]?.focus();
}

function go(path) {
  if (document.querySelector(`nav a[href="${path}"]`)) location.assign(path);
}

/** Letters that somebody writes, and what the browser itself understands, are no commands. */
function isWriting({ target, ctrlKey, metaKey, altKey, isComposing }) {
  if (ctrlKey || metaKey || altKey || isComposing) return true;
  return target.isContentEditable || /^(textarea|select)$/i.test(target.tagName) || isTextInput(target);
}

function isTextInput(target) {
  return target.tagName === 'INPUT' && !/^(checkbox|radio|button|submit)$/.test(target.type);
}

let before = '';
document.addEventListener('keydown', (event) => {
  if (dialog.open || isWriting(event) || localStorage.getItem(TURNED_OFF)) return;
  const both = `${before} ${event.key}`;
  before = both in keys ? '' : event.key;
  const deed = keys[both] ?? keys[event.key];
  if (!deed) return;
  event.preventDefault();
  deed();
});

// One key alone must be possible to turn off (WCAG 2.1.4).
const toggle = dialog.querySelector('input[type=checkbox]');
toggle.checked = !localStorage.getItem(TURNED_OFF);
toggle.addEventListener('change', () => {
  if (toggle.checked) localStorage.removeItem(TURNED_OFF);
  else localStorage.setItem(TURNED_OFF, 'yes');
});
const opener = document.querySelector('[data-keys]');
opener.hidden = false;
opener.addEventListener('click', () => dialog.showModal());

// What others do meanwhile. A page that nobody looks at does not ask.
if (notice) {
  const first = notice.dataset.state;
  setInterval(async () => {
    if (document.hidden || !notice.hidden) return;
    const response = await fetch(notice.dataset.url, { headers: { accept: 'application/json' } }).catch(
      () => undefined,
    );
    if (!response?.ok) return;
    const { state, counts = {} } = await response.json();
    for (const [view, count] of Object.entries(counts)) {
      const shown = document.querySelector(`[data-count="${view}"]`);
      if (shown) shown.textContent = count;
    }
    if (state !== first) notice.hidden = false;
  }, EVERY_MILLISECONDS);
}
