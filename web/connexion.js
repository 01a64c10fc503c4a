// The sign-in page works without this script. It puts the identifier back after
// a refusal, since the answer is the same for everybody and does not hold it,
// and lets the person look at the password.
'use strict';
const identifier = document.getElementById('identifier'), password = document.getElementById('password');
const form = document.getElementById('login');
if (form) {
  const KEY = 'comptoir-identifier';
  try {
    const typed = sessionStorage.getItem(KEY);
    sessionStorage.removeItem(KEY);
    if (document.getElementById('wrong') && typed) {
      identifier.value = typed;
      password.focus();
    } else identifier.focus();
    form.addEventListener('submit', () => sessionStorage.setItem(KEY, identifier.value));
  } catch { /* no storage: the person types it again */ }
}
for (const button of document.querySelectorAll('button[data-shows]')) {
  const field = document.getElementById(button.dataset.shows);
  button.hidden = false;
  button.addEventListener('click', () => {
    const shown = field.type === 'text';
    field.type = shown ? 'password' : 'text';
    button.setAttribute('aria-pressed', String(!shown));
  });
}
