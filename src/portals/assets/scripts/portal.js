// Everything works without this file; it makes a few things nicer.
import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  SkipLink,
  Tabs,
  createAll,
} from './govuk-frontend.min.js';

document.body.classList.add('js-enabled', 'govuk-frontend-supported');
for (const Component of [
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  NotificationBanner,
  PasswordInput,
  SkipLink,
  Tabs,
])
  createAll(Component);

const words = document.documentElement.dataset;

// A code to keep gets a button that copies it.
for (const code of document.querySelectorAll('body [data-copy]')) {
  if (!navigator.clipboard) break;
  const text = code.textContent.trim();
  const button = document.createElement('button');
  button.type = 'button';
  button.className = 'copy';
  button.textContent = words.textCopy;
  button.setAttribute('aria-live', 'polite');
  button.addEventListener('click', async () => {
    await navigator.clipboard.writeText(text);
    button.textContent = words.textCopied;
    setTimeout(() => (button.textContent = words.textCopy), 3000);
  });
  code.append(button);
}

// A file that is too large is said at once, before it travels.
for (const input of document.querySelectorAll('input[type=file][data-max]')) {
  input.addEventListener('change', () => {
    const large = [...input.files].find((file) => file.size > Number(input.dataset.max));
    input.setCustomValidity(large ? input.dataset.large.replace('{name}', large.name) : '');
    if (large) {
      input.reportValidity();
      input.value = '';
    }
  });
}

// Without script, the browser's own menu prints.
for (const button of document.querySelectorAll('[data-print]')) {
  button.hidden = false;
  button.addEventListener('click', () => globalThis.print());
}
