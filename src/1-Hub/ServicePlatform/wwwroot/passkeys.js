// Forms with data-passkey ask the device for a passkey before they are sent: the hub's options go in, the device's answer goes along.
const inputs = form => ({ state: form.elements['Passkey.State'], credential: form.elements['Passkey.Credential'], button: form.querySelector('[type=submit]') });

async function ask(form) {
  const answer = await fetch(form.dataset.options, { method: 'POST', headers: { Accept: 'application/json' } });
  if (!answer.ok) throw new Error(`${answer.status}`);
  const { options, state } = await answer.json();
  const json = JSON.parse(options);
  const credential = form.dataset.passkey === 'create'
    ? await navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(json) })
    : await navigator.credentials.get({ publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(json) });
  return { state, credential: JSON.stringify(credential) };
}

for (const form of document.querySelectorAll('form[data-passkey]')) {
  form.addEventListener('submit', async e => {
    e.preventDefault();
    const { state, credential, button } = inputs(form);
    const failed = form.querySelector('[data-passkey-failed]');
    failed.hidden = true;
    button.disabled = true;
    try {
      const given = await ask(form);
      state.value = given.state;
      credential.value = given.credential;
      form.submit();
    } catch (error) {
      console.warn(error);
      failed.hidden = false;
      button.disabled = false;
    }
  });
}
