// Passkeys: the browser's ceremony, and its answer put into the form that carries it to the server.
// A form asks for one by data-passkey="get" or "create"; its options stand in data-options, or come from data-from.
(() => {
  // Browsers keep passkeys for names alone, not for addresses in numbers.
  if (!window.PublicKeyCredential || /^[\d.]+$|:/.test(location.hostname)) return;
  const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
  const text = (buffer) =>
    buffer && btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  const keys = (list) => (list || []).map((key) => ({ ...key, id: bytes(key.id) }));

  const ceremony = {
    get: ({ challenge, allowCredentials, ...rest }) =>
      navigator.credentials.get({
        publicKey: { ...rest, challenge: bytes(challenge), allowCredentials: keys(allowCredentials) },
      }),
    create: ({ challenge, user, excludeCredentials, ...rest }) =>
      navigator.credentials.create({
        publicKey: {
          ...rest,
          challenge: bytes(challenge),
          user: { ...user, id: bytes(user.id) },
          excludeCredentials: keys(excludeCredentials),
          authenticatorSelection: { residentKey: "required", requireResidentKey: true, userVerification: "required" },
        },
      }),
  };

  const options = async (form) =>
    form.dataset.options
      ? JSON.parse(form.dataset.options)
      : (await (await fetch(form.dataset.from, { headers: { Accept: "application/json" } })).json()).request_options;

  const answer = async (form) => {
    const { publicKey } = await options(form);
    const key = await ceremony[form.dataset.passkey](publicKey);
    const response = {};
    for (const part of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"])
      if (part in key.response) response[part] = text(key.response[part]);
    const { id, type } = key;
    return { id, type, rawId: text(key.rawId), response, clientExtensionResults: key.getClientExtensionResults() };
  };

  for (const form of document.querySelectorAll("form[data-passkey]")) {
    form.hidden = false;
    form.addEventListener("submit", async (event) => {
      if (form.elements.credential.value) return;
      event.preventDefault();
      const trouble = form.querySelector("[data-trouble]");
      trouble.hidden = true;
      try {
        form.elements.credential.value = JSON.stringify(await answer(form));
        form.requestSubmit();
      } catch {
        trouble.hidden = false;
      }
    });
  }
})();
