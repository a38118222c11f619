// The secret of an invitation stands after the "#", which browsers send to nobody: put it into the form, take it off the address.
addEventListener("hashchange", () => location.reload());
(() => {
  const secret = decodeURIComponent(location.hash.slice(1));
  const field = document.querySelector("input[name=secret]");
  if (!secret || !field) return;
  field.value = secret;
  history.replaceState(null, "", location.pathname + location.search);
})();
